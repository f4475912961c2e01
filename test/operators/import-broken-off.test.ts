import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { writeMadeUpMembers } from '../../bin/made-up-members.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { members, operatorsShell, type Shell, startMembers } from './members-command.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-import-'))
afterAll(() => rm(folder, { recursive: true }))

/** What a table says, but for ids and times of records, which are anew in every import. */
async function contentOf({ client, tableName }: Shell): Promise<readonly string[]> {
  const items = await scan(client, tableName)
  return items
    .map(({ SK, ...item }) => {
      const isRecord = item['kind'] === 'event' || item['kind'] === 'consent'
      const { id, at, ...rest } = item
      const ways = rest['ways'] instanceof Set ? [...rest['ways']].sort() : undefined
      const named = item['kind'] === 'event' ? rest : item
      return JSON.stringify({
        ...named,
        ways,
        SK: isRecord ? String(SK).split('#').slice(0, -1).join('#') : SK,
      })
    })
    .toSorted()
}

/** Waits until the import has come so far, in records. */
async function untilItCameTo(file: string, records: number): Promise<void> {
  for (let tries = 0; tries < 2000; tries += 1) {
    await setTimeout(10)
    if (!existsSync(`${file}.checkpoint.json`)) continue
    const saved: unknown = JSON.parse(await readFile(`${file}.checkpoint.json`, 'utf8'))
    if (Number(Object(saved)['records']) >= records) return
  }
  throw new Error('the import does not get on')
}

it('an import that is killed again and again ends as one that nobody disturbs', async () => {
  const [whole, broken] = [join(folder, 'whole.jsonl'), join(folder, 'broken.jsonl')]
  await writeMadeUpMembers(whole, 2600)
  await copyFile(whole, broken)
  const [undisturbed, disturbed] = [await operatorsShell(), await operatorsShell()]
  expect(await members(undisturbed, 'import', whole)).toMatch(/rejected {2}52,/)

  for (const kill of [0, 500, 500, 1500, 2000]) {
    const { child, ended } = startMembers(disturbed, 'import', broken)
    // At the very beginning, at a checkpoint, and somewhere behind one.
    if (kill === 0) await setTimeout(900)
    else await untilItCameTo(broken, kill)
    await setTimeout(kill % 7)
    child.kill('SIGKILL')
    await ended
  }
  expect(await members(disturbed, 'import', broken)).toMatch(/went on after record 2\d{3}\n/)

  expect(await contentOf(disturbed)).toEqual(await contentOf(undisturbed))
  expect(await readFile(`${broken}.rejects.jsonl`, 'utf8')).toBe(
    await readFile(`${whole}.rejects.jsonl`, 'utf8'),
  )
  expect(existsSync(`${broken}.checkpoint.json`)).toBe(false)
  await expectInvariants(disturbed.client, disturbed.tableName)

  const before = await contentOf(disturbed)
  expect(await members(disturbed, 'import', broken)).toMatch(/^imported {2}0\nthere already {2}2548\n/)
  expect(await contentOf(disturbed)).toEqual(before)
}, 180_000)
