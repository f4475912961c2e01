import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { defined } from '../../../lib/domain/values/defined.ts'
import type { Importation, Imports } from '../../../lib/flows/ports/store/operators/imports.ts'
import { importFile } from '../../../lib/operators/importing/import-file.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { additionsIn } from '../../../lib/store/operators/importing/additions.ts'
import { keys } from '../../../lib/store/table/schema.ts'
import { plainHashes } from '../../support/database.ts'
import { plainOptions } from '../../support/import-options.ts'
import { memoryTable } from '../../support/memory-table/memory-table.ts'
import { accountKinds } from './nightmare/account-kinds.ts'
import { contactKinds } from './nightmare/contact-kinds.ts'
import { columns, type Kind, ownEmail, type Values } from './nightmare/kind.ts'
import { personKinds } from './nightmare/person-kinds.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-nightmare-'))
afterAll(() => rm(folder, { recursive: true }))

const now = new Date('2026-11-28T00:00:00Z')
const rows = 10_000

/** A member whose values later rows have again. */
const first: Kind = {
  what: 'somebody before',
  cells: () => ({ externalId: 'r0', identities: 'kakao:2700000001', loginId: 'hong.0' }),
  has: () => ({ externalId: 'r0', identities: ['kakao:2700000001'], loginId: 'hong.0' }),
}
const kinds = [...contactKinds, ...personKinds, ...accountKinds]

/** The rows of the file: their kinds in turns. `id` is the number that a row has for its kind. */
const all = Array.from({ length: rows }, (_, place) => {
  const of = place % kinds.length
  const kind = place === 0 ? first : (kinds[of] ?? first)
  const id = of * 10_000 + Math.floor(place / kinds.length)
  const text = columns
    .map((column) => ({ externalId: `r${id}`, email: ownEmail(id), ...kind.cells(id) })[column] ?? '')
    .join(',')
  return { kind, id, text: kind.written?.(text, id) ?? text }
})

/** The file: Excel's first line, the mark of UTF-8, three line ends in turns, and the end of a file of DOS. */
const lineEnds = ['\r\n', '\n', '\r'] as const
const content = `\ufeffsep=,\r\n${columns.join(',')}\r\n${all
  .map(({ text }, place) => text + (lineEnds[place % 3] ?? ''))
  .join('')}\x1a`

/** What a member has, in the words of the kinds. */
function valuesOf({ member, identities, consents, passwordHash }: Importation) {
  const { email, phone, name, loginId, gender, birth, status, locale, ci } = member
  const { calendar, year, monthDay } = birth ?? {}
  return defined({
    externalId: member.externalId,
    loginId,
    email: email?.value,
    emailVerified: email?.verified || undefined,
    phone: phone?.value,
    phoneVerified: phone?.verified || undefined,
    name,
    status,
    joinedAt: member.createdAt.toISOString(),
    birth: birth && [calendar, year, monthDay].filter((part) => part !== undefined).join(' '),
    gender,
    locale,
    password: passwordHash === undefined ? undefined : true,
    ci: ci === undefined ? undefined : true,
    identities: identities.map(({ provider, subject }) => `${provider}:${subject}`),
    consents: consents.map(({ tag, version, agreed }) => `${tag}:${version}:${agreed}`),
    attributes: member.attributes,
  })
}

function expectedOf({ kind, id }: (typeof all)[number]): Values {
  return defined({
    externalId: `r${id}`,
    email: ownEmail(id),
    status: 'active',
    joinedAt: now.toISOString(),
    locale: 'ko',
    identities: [],
    consents: [],
    attributes: {},
    ...kind.has?.(id),
  })
}

interface Logged {
  readonly line: number
  readonly pointers: readonly string[]
}
async function logIn(file: string): Promise<ReadonlyMap<number, readonly string[]>> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  const logged = lines.map((line): Logged => {
    const { line: at, faults } = JSON.parse(line)
    return { line: at, pointers: faults.map(({ pointer }: { pointer: string }) => pointer) }
  })
  return new Map(logged.map(({ line, pointers }) => [line, pointers]))
}

const countLines = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0

/** The rows with the lines where they begin. The second line is the header. */
function withLines() {
  let line = 3
  return all.map((row) => {
    const at = line
    line += countLines(row.text) + 1
    return { ...row, line: at }
  })
}

it('a file of ten thousand rows with all that twenty years leave behind loses nobody and damages nothing', async () => {
  const file = join(folder, 'old.csv')
  await writeFile(file, content)
  const table = memoryTable()
  const { add } = additionsIn(table, plainHashes)
  const written = new Map<string, Importation>()
  const imports: Imports = {
    async add(importation: Importation) {
      const result = await add(importation)
      const { externalId } = importation.member
      if (result.kind === 'imported' && externalId !== undefined) written.set(externalId, importation)
      return result
    },
    has: async (id: Importation['member']['id']) => (await table.get(keys.member(id))) !== undefined,
    renew: async () => ({ kind: 'left_alone' }),
    takeBack: async () => 'left_alone',
    async *membersOf() {},
    broughtBefore: async () => undefined,
    rehearse: () => imports,
  }
  const words = new Map([
    ['정지', 'suspended'],
    ['음', 'lunar'],
  ])
  const { counts } = await importFile(
    {
      imports,
      hashes: plainHashes,
      record: ids.record,
      tableId: 't',
      timeZone: 'Asia/Seoul',
      now: () => now,
    },
    { ...plainOptions, file, words, atOnce: 32 },
  )
  const [rejects, warnings] = [await logIn(`${file}.rejects.jsonl`), await logIn(`${file}.warnings.jsonl`)]

  const wrong = new Map<string, unknown>()
  for (const row of withLines()) {
    const { kind, id, line } = row
    if (kind.isNone || kind.isThere) continue
    const [expected, left] = [expectedOf(row), warnings.get(line) ?? []]
    const got = written.get(expected.externalId ?? '')
    const told = kind.rejectedBy === undefined ? kind.leaves : kind.rejectedBy
    const pointers = typeof told === 'function' ? told(id) : (told ?? [])
    const isRejected = kind.rejectedBy !== undefined
    const faults = isRejected ? (rejects.get(line) ?? []) : left
    const seen = isRejected
      ? { told: pointers.filter((pointer) => faults.includes(pointer)) }
      : { told: faults, values: got && valuesOf(got) }
    const right = isRejected ? { told: pointers } : { told: pointers, values: expected }
    try {
      expect(seen).toEqual(right)
    } catch {
      wrong.set(kind.what, { text: row.text, seen, right })
    }
  }
  expect(Object.fromEntries(wrong)).toEqual({})

  const of = (is: (kind: Kind) => unknown): number => all.filter(({ kind }) => is(kind)).length
  const records = rows - of(({ isNone }) => isNone)
  expect(counts.imported + counts.there + counts.rejected).toBe(records)
  expect(counts.there).toBe(of(({ isThere }) => isThere))
  expect(counts.rejected).toBe(of(({ rejectedBy }) => rejectedBy))
  expect(table.items().filter(({ SK }) => SK === 'MEMBER')).toHaveLength(counts.imported)
}, 120_000)
