import { existsSync } from 'node:fs'
import * as v from 'valibot'
import { describe, expect, it, vi } from 'vitest'
import {
  type UnderstandFile,
  understoodRecords,
} from '../../../lib/operators/importing/understood-records.ts'
import { chance, folderOfFiles, house, killedAfter, logOf, meetingRecords, ownRecords } from './house.ts'

const textOf = await folderOfFiles()

const header = 'externalId,email,name,phone,loginId,identities\n'
const fileOf = (name: string, rows: string): Promise<string> => textOf(name, `${header}${rows}`)

const warningsOf = async (file: string): Promise<readonly unknown[]> =>
  (await logOf(file, 'warnings'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

const logged = v.looseTuple([v.object({ faults: v.array(v.object({ pointer: v.string() })) })])

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
    const file = await textOf('unknown.csv', '번호,메일\n1,a@example.com\n')
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
    rows[5] = 'nobody,,,,,\n'
    rows[280] = 'm7,m7@example.com,김둘,,,\n'
    rows[281] = 'nobody,nobody@example.com,김셋,,,\n'
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

describe('an import that is broken off and goes on', () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))(
    'ends with the figures, the rejects and the warnings of one in one go (%i)',
    async (seed) => {
      const next = chance(seed + 1000)
      const houses = [house(), house()]
      const updates = seed % 2 === 1
      // A value that one record frees and another one wants goes by chance, so an update finds values that nobody else wants.
      const before = await textOf(
        `before-${seed}.csv`,
        updates ? ownRecords(300) : meetingRecords(seed + 500, '이'),
      )
      for (const { run } of houses) await run(before)
      const [whole, broken] = [
        await textOf(`whole-${seed}.csv`, meetingRecords(seed, '김')),
        await textOf(`broken-${seed}.csv`, meetingRecords(seed, '김')),
      ]
      const undisturbed = await houses[0]?.run(whole, { updates })
      for (const kill of [next(250), 250 + next(250), 250 + next(370)]) {
        await houses[1]?.run(broken, { updates, understand: killedAfter(kill) }).catch(() => {})
      }
      const resumed = await houses[1]?.run(broken, { updates })
      const named = JSON.stringify(resumed?.json).replaceAll(broken, whole)
      expect({ ...JSON.parse(named), undo: '' }).toEqual({ ...Object(undisturbed?.json), undo: '' })
      expect(resumed?.text).toContain('the counts are of the whole import')
      for (const log of ['rejects', 'warnings'] as const)
        expect(await logOf(broken, log)).toBe(await logOf(whole, log))
    },
  )
})
