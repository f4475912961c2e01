import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { type LocalDatabase, startDatabase, startThrowawayDatabase } from '../lib/local/aws/database.ts'

/**
 * Measures how fast the embedded database takes writes that its stream shows, at first and after many of them: in
 * memory, as the tests use it, and with the index that `npm start` gives it. Both run alternately.
 *
 *     node bench/stream-writes.ts 10000
 */
const count = Number(process.argv[2] ?? 10_000)
const step = Math.max(1, Math.floor(count / 10))
const account = { accessKeyId: 'local', secretAccessKey: 'local' }

async function withTable(database: LocalDatabase) {
  const client = new DynamoDBClient({ endpoint: database.endpoint, region: 'local', credentials: account })
  await client.send(
    new CreateTableCommand({
      TableName: 'writes',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  )
  return client
}

/** Writes a number of items one after the other; gives how many a second were taken. */
async function rateOf(client: DynamoDBClient, from: number): Promise<number> {
  const startedAt = performance.now()
  for (let index = from; index < from + step; index += 1) {
    const Item = { PK: { S: `P#${index}` }, text: { S: 'x'.repeat(300) } }
    await client.send(new PutItemCommand({ TableName: 'writes', Item }))
  }
  return (1000 * step) / (performance.now() - startedAt)
}

const plain = await startDatabase()
const indexed = await startThrowawayDatabase()
try {
  const clients = { 'in memory': await withTable(plain), indexed: await withTable(indexed) }
  const rates: Record<string, number[]> = { 'in memory': [], indexed: [] }
  for (let from = 0; from < count; from += step) {
    for (const [name, client] of Object.entries(clients)) rates[name]?.push(await rateOf(client, from))
  }
  for (const [name, [first = 0, ...rest]] of Object.entries(rates)) {
    const last = rest.at(-1) ?? first
    console.log(
      `${name}: ${first.toFixed(0)}/s at first, ${last.toFixed(0)}/s after ${count}, ratio ${(last / first).toFixed(2)}`,
    )
  }
} finally {
  await Promise.all([plain.stop(), indexed.stop()])
}
