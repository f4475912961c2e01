import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { createTable, startDatabase } from '../lib/local/aws/database.ts'
import { importFile } from '../lib/operators/importing/import-file.ts'
import { recordId } from '../lib/runtime/record-ids.ts'
import { createOperatorStore } from '../lib/store/operators/operator-store.ts'
import { readLookupRing } from '../lib/tokens/key-ring.ts'
import { createKeyedHashes } from '../lib/tokens/keyed-hash.ts'
import { makeKeys } from '../lib/tokens/make-keys.ts'
import { writeMadeUpMembers } from './made-up-members.ts'

/**
 * Measures imported members per second against the embedded database, next to transactions of the same size
 * from an otherwise idle client, in turns; and memory use as the file grows.
 *
 *     node bench/time-import.ts 100000
 */
const count = Number(process.argv[2] ?? 5000)
const atOnce = 32
/** Writes of an average fictional member. */
const writes = 12
const account = { accessKeyId: 'local', secretAccessKey: 'local' }
const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20)

const database = await startDatabase()
const folder = await mkdtemp(join(tmpdir(), 'ieum-time-'))
const base = new DynamoDBClient({ endpoint: database.endpoint, region: 'local', credentials: account })
const client = DynamoDBDocumentClient.from(base)

/** Transactions per second of a client that does nothing else. */
async function plainRate(transactions: number): Promise<number> {
  const startedAt = performance.now()
  let next = 0
  const run = async (): Promise<void> => {
    while (next < transactions) {
      const index = next++
      const TransactItems = Array.from({ length: writes }, (_, part) => ({
        Put: {
          TableName: 'plain',
          Item: { PK: `P#${startedAt} ${index}`, SK: `S#${part}`, text: 'x'.repeat(150) },
        },
      }))
      await client.send(new TransactWriteCommand({ TransactItems }))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, run))
  return (1000 * transactions) / (performance.now() - startedAt)
}

/** Imports `members` members. Gives the rate per second, the counts, and the memory at each tenth in MB. */
async function importRate(members: number, tableName: string) {
  const file = join(folder, `${tableName}.jsonl`)
  await writeMadeUpMembers(file, members)
  await createTable(base, tableName, 'silent')
  const hashes = createKeyedHashes(readLookupRing(await makeKeys(new Date())))
  const { imports } = createOperatorStore({ client, tableName, hashes })
  const memory: number[] = []
  const startedAt = performance.now()
  const { counts } = await importFile(
    {
      imports,
      hashes,
      record: recordId,
      tableId: tableName,
      timeZone: 'Asia/Seoul',
      now: () => new Date(),
    },
    {
      file,
      reading: { map: new Map(), ignoresUnknown: false },
      words: new Map(),
      strict: false,
      checks: false,
      updates: false,
      atOnce,
      onProgress: ({ counts: { imported, rejected } }) => {
        if ((imported + rejected) % Math.ceil(members / 10) === 0) memory.push(process.memoryUsage().rss)
      },
    },
  )
  const rate = (1000 * counts.imported) / (performance.now() - startedAt)
  return { rate, counts, memory: memory.map(megabytes) }
}

try {
  await createTable(base, 'plain', 'silent')
  await importRate(200, 'warm')
  const before = await plainRate(500)
  const { rate, counts, memory } = await importRate(count, 'timed')
  const after = await plainRate(500)
  const plain = (before + after) / 2
  process.stdout.write(
    `${JSON.stringify(counts)}\n` +
      `imported ${rate.toFixed(0)}/s, the database alone ${before.toFixed(0)}/s before and ${after.toFixed(0)}/s ` +
      `after: ratio ${(rate / plain).toFixed(2)}\nmemory in MB at each tenth: ${memory.join(' ')}\n`,
  )
} finally {
  await database.stop()
  await rm(folder, { recursive: true })
}
