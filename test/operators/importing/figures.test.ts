import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import * as v from 'valibot'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { importedMemberId } from '../../../lib/contacts/imported-member-id.ts'
import { type ImportOptions, importFile } from '../../../lib/operators/importing/import-file.ts'
import { importJson, importText } from '../../../lib/operators/importing/report/import-report.ts'
import {
  type UnderstandFile,
  understoodRecords,
} from '../../../lib/operators/importing/understood-records.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { importsIn } from '../../../lib/store/operators/importing/imports.ts'
import { findWhole } from '../../../lib/store/operators/whole-record.ts'
import { defaultRetryPolicy } from '../../../lib/store/table/retry.ts'
import { plainHashes } from '../../support/database.ts'
import { plainOptions } from '../../support/import-options.ts'
import { memoryTable } from '../../support/memory-table/memory-table.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-figures-'))
afterAll(() => rm(folder, { recursive: true }))

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'none' }))
const place = { client, tableName: 'none', retryPolicy: defaultRetryPolicy }

/** A table of its own, and imports into it. */
function house() {
  const table = memoryTable()
  const imports = importsIn(table, place, plainHashes)
  const destination = { hashes: plainHashes, record: ids.record, tableId: 't', timeZone: 'Asia/Seoul' }
  const now = () => new Date('2026-11-22T10:00:00Z')
  const run = async (file: string, options: Partial<ImportOptions> = {}) => {
    const chosen = { ...plainOptions, ...options, file }
    const imported = await importFile({ ...destination, imports, now }, { ...chosen, atOnce: 8 })
    const reported = { ...imported, ...chosen }
    const json: unknown = JSON.parse(importJson(reported))
    return { text: importText(reported, 'en'), korean: importText(reported, 'ko'), json }
  }
  const nameOf = async (externalId: string) =>
    (await findWhole(table, importedMemberId(externalId)))?.member.name
  return { run, nameOf }
}

const header = 'externalId,email,name,phone,loginId,identities\n'
async function fileOf(name: string, rows: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, `${header}${rows}`)
  return file
}

const warningsOf = async (file: string): Promise<readonly unknown[]> =>
  (await readFile(`${file}.warnings.jsonl`, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

describe('the figures of an import', () => {
  it('tell of each run where the warnings stand, and whose contact another member had', async () => {
    const { run } = house()
    const file = await fileOf(
      'again.csv',
      'r1,r@example.com,김하나,02-123-4567,,\nr2,r@example.com,김둘,,,\nr3,r@example.com,김셋,,,\nr4,r4@example.com\n',
    )
    const first = await run(file)
    expect(first.text).toContain('brought a contact, a CI or a DI that another member had already 2')
    expect(first.korean).toContain('먼저 들어온 다른 회원의 것이기도 한 회원 2')
    for (const updates of [false, true]) {
      const { text, json } = await run(file, { updates })
      expect(text).toMatch(/^imported 0, there already 4, rejected 0\n/)
      expect(text).toContain(`without a value that was not understood 1, see ${file}.warnings.jsonl`)
      expect(text).toContain(`which count as empty 1, see ${file}.warnings.jsonl`)
      expect(json).toMatchObject({ warned: 1, short: 1, warnings: `${file}.warnings.jsonl` })
      expect(await warningsOf(file)).toHaveLength(2)
    }
  })
})

const logged = v.looseTuple([v.object({ faults: v.array(v.object({ pointer: v.string() })) })])

/** Reads a file as ever, until the process is killed after some records. */
const killedAfter = (count: number): UnderstandFile =>
  async function* (understanding) {
    for await (const some of understoodRecords(understanding)) {
      if ((some[0]?.number ?? 0) > count) throw new Error('killed')
      yield some
    }
  }

describe('an import of a file that another import works with', () => {
  it('is refused, and leaves the logs of the other one alone', async () => {
    const { run } = house()
    const file = await fileOf('held.csv', 'a,a@example.com,김하나,02-1-1,,\nb,,,,,\n')
    const { promise, resolve } = Promise.withResolvers<void>()
    const slow: UnderstandFile = async function* (understanding) {
      await promise
      yield* understoodRecords(understanding)
    }
    const first = run(file, { understand: slow })
    await vi.waitFor(() => expect(existsSync(`${file}.checkpoint.json`)).toBe(true))
    await expect(run(file)).rejects.toThrow('is in work by process')
    const checked = await run(file, { checks: true })
    expect(checked.json).toMatchObject({ rejects: `${file}.check.rejects.jsonl` })
    resolve()
    expect((await first).json).toMatchObject({ imported: 1, rejected: 1, rejects: `${file}.rejects.jsonl` })
    expect(await warningsOf(file)).toHaveLength(1)
    expect(existsSync(`${file}.lock`)).toBe(false)
    expect((await run(file, { checks: true })).json).toMatchObject({ rejects: `${file}.rejects.jsonl` })
  })

  it('keeps no checkpoint of a file that it does not understand', async () => {
    const { run } = house()
    const file = join(folder, 'unknown.csv')
    await writeFile(file, '번호,메일\n1,a@example.com\n')
    await expect(run(file)).rejects.toThrow('no column externalId')
    expect(existsSync(`${file}.checkpoint.json`)).toBe(false)
  })
})

describe('an id that several records of a file have', () => {
  it.each([false, true])('is that of the first, and the others are told (update: %s)', async (updates) => {
    const { run, nameOf } = house()
    const file = await fileOf(
      `first-${updates}.csv`,
      'a,a@example.com,김하나,,,\nb,b@example.com,김둘,,,\na,other@example.com,김다른,,,\na,a@example.com,김또,02-1-1,,\n',
    )
    const { text, korean, json } = await run(file, { updates })
    expect(text).toMatch(/^imported 2, there already 2, rejected 0\n/)
    expect(text).toContain(
      `of those there: records with the externalId of an earlier record, which counts 2, see ${file}`,
    )
    expect(korean).toContain('그중 앞 레코드와 externalId가 같은 레코드 2.')
    expect(json).toMatchObject({
      imported: 2,
      thereAlready: 2,
      repeated: 2,
      warned: 0,
      warnings: `${file}.warnings.jsonl`,
    })
    expect(await warningsOf(file)).toEqual([
      {
        line: 4,
        externalId: 'a',
        faults: [{ pointer: '/externalId', detail: 'repeats the externalId of line 2' }],
      },
      {
        line: 5,
        externalId: 'a',
        faults: [{ pointer: '/externalId', detail: 'repeats the externalId of line 2' }],
      },
    ])
    expect(await nameOf('a')).toBe('김하나')
    const checked = await run(file, { updates, checks: true })
    expect(checked.json).toMatchObject({ repeated: 2 })
  })

  it('is that of the first record that brings somebody', async () => {
    const { run, nameOf } = house()
    const file = await fileOf(
      'second.csv',
      'x,,,,hong,kakao:1\ny,,김와이,,,kakao:1\ny,y@example.com,김둘째,,,\ny,z@example.com,김셋째,,,\n',
    )
    const { json } = await run(file)
    expect(json).toMatchObject({ imported: 2, thereAlready: 1, repeated: 1, rejected: 1 })
    expect(await nameOf('y')).toBe('김둘째')
  })

  it('is that of the first, though its identity is taken', async () => {
    const { run, nameOf } = house()
    const file = await fileOf(
      'taken.csv',
      'x,,,,hong,kakao:1;kakao:2\ny,y@example.com,김하나,,HONG,kakao:1;naver:n;kakao:2\ny,y2@example.com,김둘,,,\n',
    )
    const { json } = await run(file)
    expect(json).toMatchObject({ imported: 2, thereAlready: 1, repeated: 1, warned: 1 })
    const [{ faults }] = v.parse(logged, await warningsOf(file))
    expect(faults.map(({ pointer }) => pointer)).toEqual(['/loginId', '/identities/0', '/identities/2'])
    expect(await nameOf('y')).toBe('김하나')
  })

  it('is told after an interruption too', async () => {
    const { run } = house()
    const rows = Array.from({ length: 300 }, (_, index) => `m${index},m${index}@example.com,김하나,,,\n`)
    rows[5] = 'none,,,,,\n'
    rows[280] = 'm7,m7@example.com,김둘,,,\n'
    rows[281] = 'none,none@example.com,김셋,,,\n'
    const [whole, broken] = [
      await fileOf('whole.csv', rows.join('')),
      await fileOf('broken.csv', rows.join('')),
    ]
    const undisturbed = await house().run(whole)
    await expect(run(broken, { understand: killedAfter(260) })).rejects.toThrow('killed')
    const { json, text } = await run(broken)
    expect(text).toContain('resumed after record 250')
    expect(json).toMatchObject({ repeated: 1, rejected: 1 })
    expect(await warningsOf(broken)).toEqual(await warningsOf(whole))
    expect(undisturbed.json).toMatchObject({ imported: 298, repeated: 1, rejected: 1 })
  })
})

/** Numbers below a bound in no order, the same for a seed. */
function chance(seed: number): (below: number) => number {
  let state = seed + 1
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Rows whose ids, addresses, numbers, login IDs and identities meet often. */
function rowsBy(seed: number, names: string): string {
  const next = chance(seed)
  const maybe = (text: string): string => (next(3) === 0 ? text : '')
  return Array.from({ length: 620 }, (_, index) => {
    const id = next(12) === 0 ? next(620) : index
    const email = next(4) === 0 ? `e${next(60)}@example.com` : maybe(`e${index + 100}@example.com`)
    const phone = maybe(next(2) === 0 ? `010-1234-${1000 + next(60)}` : '02-1-1')
    return `i${id},${email},${names}${next(3)},${phone},${maybe(`login.${next(80)}`)},${maybe(`kakao:${1 + next(80)};naver:n${next(99)}`)}\n`
  }).join('')
}

const readIf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '')

describe('an import that is broken off and goes on', () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))(
    'ends with the figures, the rejects and the warnings of one in one go (%i)',
    async (seed) => {
      const next = chance(seed + 1000)
      const houses = [house(), house()]
      const updates = seed % 2 === 1
      // A value that one record frees and another one wants goes by chance, so an update finds values that nobody else wants.
      const own = Array.from({ length: 300 }, (_, id) => `i${id},own${id}@example.com,이,,,\n`).join('')
      const before = await fileOf(`before-${seed}.csv`, updates ? own : rowsBy(seed + 500, '이'))
      for (const { run } of houses) await run(before)
      const [whole, broken] = [
        await fileOf(`whole-${seed}.csv`, rowsBy(seed, '김')),
        await fileOf(`broken-${seed}.csv`, rowsBy(seed, '김')),
      ]
      const undisturbed = await houses[0]?.run(whole, { updates })
      for (const kill of [next(250), 250 + next(250), 250 + next(370)]) {
        await houses[1]?.run(broken, { updates, understand: killedAfter(kill) }).catch(() => {})
      }
      const resumed = await houses[1]?.run(broken, { updates })
      const named = JSON.stringify(resumed?.json).replaceAll(broken, whole)
      expect({ ...JSON.parse(named), undo: '' }).toEqual({ ...Object(undisturbed?.json), undo: '' })
      expect(resumed?.text).toContain('the counts are of the whole import')
      for (const log of ['rejects', 'warnings'])
        expect(await readIf(`${broken}.${log}.jsonl`)).toBe(await readIf(`${whole}.${log}.jsonl`))
    },
  )
})
