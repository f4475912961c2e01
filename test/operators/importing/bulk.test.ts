import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type AttributeValue, BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, describe, expect, it } from 'vitest'
import { madeUpMember } from '../../../bench/made-up-members.ts'
import { writeBulkFile } from '../../../lib/operators/importing/bulk/bulk-file.ts'
import { importFile } from '../../../lib/operators/importing/import-file.ts'
import { ids } from '../../../lib/runtime/ids.ts'
import { createOperatorStore } from '../../../lib/store/operators/operator-store.ts'
import { databaseClient, freshTable, plainHashes } from '../../support/database.ts'
import { plainOptions } from '../../support/import-options.ts'
import { scan } from '../../support/scan.ts'

const folder = await mkdtemp(join(tmpdir(), 'ieum-bulk-'))
afterAll(() => rm(folder, { recursive: true }))

const at = new Date('2026-11-29T09:00:00Z')
const source = { hashes: plainHashes, record: ids.record, timeZone: 'Asia/Seoul', now: () => at }

async function fileOf(name: string, members: readonly object[]): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, members.map((member) => `${JSON.stringify(member)}\n`).join(''))
  return file
}

/** A table with its operators' store. */
async function place() {
  const { client, tableName } = await freshTable()
  const store = createOperatorStore({ client, tableName, hashes: plainHashes })
  const importAll = (file: string) =>
    importFile(
      { ...source, imports: store.imports, tableId: tableName },
      { ...plainOptions, file, atOnce: 32 },
    )
  return { client, tableName, store, importAll }
}

interface Line {
  readonly Item: Record<string, AttributeValue>
}

async function linesIn(bulk: string): Promise<readonly Line[]> {
  const parts = await readdir(bulk)
  const texts = await Promise.all(parts.toSorted().map((part) => readFile(join(bulk, part))))
  const lines = texts.flatMap((bytes) => gunzipSync(bytes).toString().trimEnd().split('\n'))
  return lines.map((line): Line => JSON.parse(line))
}

/** Puts lines into a table as DynamoDB does when it makes one of them. */
async function load(lines: readonly Line[], tableName: string): Promise<void> {
  for (let from = 0; from < lines.length; from += 25) {
    const puts = lines.slice(from, from + 25).map(({ Item }) => ({ PutRequest: { Item } }))
    await databaseClient().send(new BatchWriteItemCommand({ RequestItems: { [tableName]: puts } }))
  }
}

/** The rows of a table as texts. The ids of records and of the import, which are new each time, have one name. */
async function rowsOf({ client, tableName }: Awaited<ReturnType<typeof place>>): Promise<readonly string[]> {
  const items = await scan(client, tableName)
  const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null
  const plain = (_: string, value: unknown): unknown => {
    if (value instanceof Set) return [...value].sort()
    return isMap(value) && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value
  }
  return items
    .map((item) => JSON.stringify(item, plain).replaceAll(/0[1-9a-f]\w{6}-\w{4}-7\w{3}-\w{4}-\w{12}/g, 'NEW'))
    .sort()
}

describe('a bulk file', () => {
  it('and an import after it make the very rows that an import alone makes', async () => {
    const members = Array.from({ length: 120 }, (_, index) => madeUpMember(index))
    const [first] = members
    const file = await fileOf('all.jsonl', [...members, { ...first, name: '두 번' }])
    const [alone, together] = [await place(), await place()]
    const { counts } = await alone.importAll(file)
    const bulk = await writeBulkFile({ ...source, bulkRows: together.store.bulkRows }, file, plainOptions)
    expect(bulk.written + bulk.left + bulk.rejected).toBe(121)
    expect(bulk.written).toBeGreaterThan(80)
    expect(bulk.rejected).toBe(counts.rejected)
    await load(await linesIn(bulk.folder), together.tableName)
    const after = await together.importAll(file)
    expect(after.counts).toMatchObject({ imported: counts.imported - bulk.written, there: bulk.written + 1 })
    expect(await rowsOf(together)).toEqual(await rowsOf(alone))
  })

  it('has each key once, and nobody of whom another record has a value', async () => {
    const kakao = (subject: string) => [{ provider: 'kakao', subject }]
    const file = await fileOf('shared.jsonl', [
      { externalId: '1', email: 'one@example.com', identities: kakao('31') },
      { externalId: '2', email: 'two@example.com', identities: kakao('31') },
      { externalId: '3', phone: '010-1234-5678' },
      { externalId: '4', phone: '+82 10 1234 5678' },
      { externalId: '5', loginId: 'Five', email: 'five@example.com' },
      { externalId: '6', loginId: 'five', email: 'six@example.com' },
      { externalId: '7', email: 'seven@example.com', ci: `${'a'.repeat(86)}==` },
      { externalId: '8', email: 'eight@example.com', ci: `${'a'.repeat(86)}==` },
      { externalId: '9', email: 'nine@example.com' },
    ])
    const { store } = await place()
    const bulk = await writeBulkFile({ ...source, bulkRows: store.bulkRows }, file, plainOptions)
    expect(bulk).toMatchObject({ written: 1, left: 8, rejected: 0 })
    const lines = await linesIn(bulk.folder)
    expect(new Set(lines.map(({ Item }) => `${Item['PK']?.S} ${Item['SK']?.S}`)).size).toBe(lines.length)
    expect(lines.find(({ Item }) => Item['SK']?.S === 'MEMBER')?.Item['externalId']).toEqual({ S: '9' })
  })

  it('can be read by its owner alone, and is never written over', async () => {
    const file = await fileOf('once.jsonl', [madeUpMember(1)])
    const { store } = await place()
    const write = () => writeBulkFile({ ...source, bulkRows: store.bulkRows }, file, plainOptions)
    const bulk = await write()
    expect((await stat(join(bulk.folder, '0001.json.gz'))).mode & 0o777).toBe(0o600)
    await expect(write()).rejects.toThrow('is there already')
  })

  it('of a file that cannot be read to its end is not there', async () => {
    const file = join(folder, 'open.csv')
    await writeFile(file, 'externalId,email,name\n1,a@example.com,하나\n2,b@example.com,"둘\n')
    const { store } = await place()
    await expect(writeBulkFile({ ...source, bulkRows: store.bulkRows }, file, plainOptions)).rejects.toThrow(
      'line 3',
    )
    await expect(stat(`${file}.bulk`)).rejects.toThrow()
  })
})
