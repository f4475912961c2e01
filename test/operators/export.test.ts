import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { writeMadeUpMembers } from '../../bench/made-up-members.ts'
import { createOperatorStore } from '../../lib/store/operators/operator-store.ts'
import { plainHashes } from '../support/database.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { bigDatabase, members, type Shell } from './members-command.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-export-'))
const database = await bigDatabase()
afterAll(async () => {
  await database.stop()
  await rm(folder, { recursive: true })
}, 120_000)

const linesOf = async (file: string) => (await readFile(file, 'utf8')).trim().split('\n').toSorted()
const rowsOf = async ({ client, tableName }: Shell, kind: string) =>
  (await scan(client, tableName)).filter((item) => item['kind'] === kind)

/** The mark of UTF-8, and no cell that a spreadsheet would run: numbers begin with a plus sign. */
async function expectSafeInExcel(file: string): Promise<void> {
  const text = await readFile(file, 'utf8')
  expect(text.startsWith('\ufeffexternalId,')).toBe(true)
  expect(text).toContain("'+8210")
  expect(text).not.toMatch(/(?:^|,)"?[=+@\t-]/m)
}

it.each(['jsonl', 'csv'])(
  'an export as %s can be imported, and stays the same',
  async (format) => {
    const [one, other] = [await database.shell(), await database.shell()]
    const made = join(folder, `${format}-made.jsonl`)
    const [out, again] = [join(folder, `out.${format}`), join(folder, `${format}-again.jsonl`)]
    await writeMadeUpMembers(made, 60)
    await members(one, 'import', made)
    expect(await members(one, 'export', out, '--with-passwords', '--operator', 'hana')).toBe(
      `exported 59, see ${out}\n`,
    )
    expect((await stat(out)).mode & 0o777).toBe(0o600)
    const looks = (await rowsOf(one, 'event')).filter(({ operator }) => operator === 'hana')
    expect(looks).toHaveLength(59)

    expect(await members(other, 'import', out)).toMatch(/^imported 5\d, /)
    await expectInvariants(other.client, other.tableName)
    if (format === 'csv') return expectSafeInExcel(out)
    await members(other, 'export', again, '--with-passwords')
    const [before, after] = [await linesOf(out), await linesOf(again)]
    const missing = before.filter((line) => !after.includes(line))
    // An import would not make a member whom a shared address left without a lead.
    expect(before.length - after.length).toBe(missing.length)
    await expect(members(one, 'export', out)).rejects.toThrow(`${out} is there already. Move it away`)
  },
  120_000,
)

it('a page of members has no more of them than the connections of a client', async () => {
  const shell = await database.shell()
  const made = join(folder, 'pages.jsonl')
  await writeMadeUpMembers(made, 120)
  await members(shell, 'import', made)
  const { exports } = createOperatorStore({ ...shell, hashes: plainHashes })
  const pages: number[] = []
  for await (const page of exports.pages()) pages.push(page.length)
  expect(pages.reduce((sum, count) => sum + count, 0)).toBe(118)
  expect(Math.max(...pages)).toBeLessThanOrEqual(32)
}, 120_000)
