import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { writeMadeUpMembers } from '../../bench/made-up-members.ts'
import type { Scanned } from '../support/demands.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { bigDatabase, membersApart, type Shell, startMembers } from './members-command.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-import-'))
const database = await bigDatabase()
afterAll(async () => {
  await database.stop()
  await rm(folder, { recursive: true })
})

/** Attributes have no order. */
const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted())
    : value

/** A hash without its salt. A weak hash is wrapped with a salt of its own. */
const withoutSalt = (hash: unknown): unknown =>
  typeof hash === 'string' && hash.startsWith('wrapped:') ? hash.split('$').slice(0, 4).join('$') : hash

/**
 * An item as text, without the import's id, ids and times of records, and salts, which are new in every import.
 */
function told({ SK, importId: _, ...item }: Scanned): string {
  const isEvent = item['kind'] === 'event'
  const isRecord = isEvent || item['kind'] === 'consent'
  const { id, at, ...named } = item
  const known = {
    ...(isEvent ? named : item),
    SK: isRecord ? String(SK).split('#').slice(0, -1).join('#') : SK,
    passwordHash: withoutSalt(item['passwordHash']),
    ways: item['ways'] instanceof Set ? [...item['ways']].sort() : undefined,
  }
  return JSON.stringify(known, inOrder)
}

const contentOf = async ({ client, tableName }: Shell): Promise<readonly string[]> =>
  (await scan(client, tableName)).map(told).toSorted()

/** The items that differ between two tables. */
function difference(one: readonly string[], other: readonly string[]): readonly string[] {
  const known = new Set(other)
  return one.filter((item) => !known.has(item))
}

/** The lines with the figures of an import. */
const figuresOf = (printed: string, file: string): readonly string[] =>
  printed
    .replaceAll(file, 'FILE')
    .split('\n')
    .filter((line) => !/^(?:resumed|undo|the counts)/.test(line))

/** Waits until the import has read this many records. */
async function untilItCameTo(file: string, records: number): Promise<void> {
  for (let tries = 0; tries < 2000; tries += 1) {
    await setTimeout(10)
    if (!existsSync(`${file}.checkpoint.json`)) continue
    const saved: unknown = JSON.parse(await readFile(`${file}.checkpoint.json`, 'utf8'))
    if (Number(Object(saved)['records']) >= records) return
  }
  throw new Error('the import does not get on')
}

it('an import that is killed again and again ends like an undisturbed one', async () => {
  const [whole, broken] = [join(folder, 'whole.jsonl'), join(folder, 'broken.jsonl')]
  await writeMadeUpMembers(whole, 900)
  await copyFile(whole, broken)
  const [undisturbed, disturbed] = [await database.shell(), await database.shell()]
  const inOneGo = await membersApart(undisturbed, 'import', whole)
  expect(inOneGo).toMatch(/, rejected 18\n/)

  for (const kill of [0, 250, 250, 500]) {
    const { child, ended } = startMembers(disturbed, 'import', broken)
    // At the very beginning, at a checkpoint, and somewhere after one.
    await untilItCameTo(broken, kill)
    await setTimeout(kill % 7)
    child.kill('SIGKILL')
    await ended
  }
  const resumed = await membersApart(disturbed, 'import', broken)
  expect(resumed).toMatch(/^resumed after record (500|750)\n/)
  expect(resumed).toContain('also of what it did before it was broken off')
  expect(figuresOf(resumed, broken)).toEqual(figuresOf(inOneGo, whole))

  const importIds = (await scan(disturbed.client, disturbed.tableName)).flatMap(
    (item) => item['importId'] ?? [],
  )
  expect(new Set(importIds).size).toBe(1)
  const [one, other] = [await contentOf(disturbed), await contentOf(undisturbed)]
  expect(one.length).toBeGreaterThan(882 * 5)
  expect({
    less: difference(other, one).slice(0, 3),
    more: difference(one, other).slice(0, 3),
    length: one.length,
  }).toEqual({
    less: [],
    more: [],
    length: other.length,
  })
  expect(await readFile(`${broken}.rejects.jsonl`, 'utf8')).toBe(
    await readFile(`${whole}.rejects.jsonl`, 'utf8'),
  )
  expect(existsSync(`${broken}.checkpoint.json`)).toBe(false)
  await expectInvariants(disturbed.client, disturbed.tableName)

  expect(await membersApart(disturbed, 'import', broken)).toMatch(
    /^imported 0, there already 882, rejected 18\n/,
  )
  expect(difference(await contentOf(disturbed), one)).toEqual([])
}, 180_000)
