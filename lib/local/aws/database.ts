import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { table } from '../../store/table/schema.ts'
import { startChildService } from '../child-process.ts'
import { indexStream } from './stream-index.ts'

/** A database that speaks DynamoDB's protocol. */
export interface LocalDatabase {
  readonly endpoint: string
  /** Resolves when it has ended; asking twice does no harm. */
  stop(): Promise<void>
}

/** The variable by which the AWS SDK, and we, are told of another database. */
const elsewhere = 'AWS_ENDPOINT_URL_DYNAMODB'
const portsToTry = 5

/**
 * Starts the embedded database on a free port of the loopback, in memory or in a folder. It ends with `stop`,
 * or with this process, however that ends. Where `AWS_ENDPOINT_URL_DYNAMODB` names another database, that one
 * is used and nothing is started. Throws where this platform has no binary, and says what to do then.
 */
export async function startDatabase({ dataDir }: { readonly dataDir?: string } = {}): Promise<LocalDatabase> {
  const named = process.env[elsewhere]
  if (named !== undefined && named !== '') return { endpoint: named, stop: async () => {} }

  const program = embeddedDatabase()
  const file = dataDir === undefined ? undefined : join(dataDir, 'ieum.db')
  const storage = file === undefined ? [] : ['--db-path', file]
  if (dataDir !== undefined) await mkdir(dataDir, { recursive: true })
  for (let tries = 1; tries <= portsToTry; tries++) {
    const port = await freePort()
    const options = ['serve', '--host', '127.0.0.1', '--port', String(port), ...storage]
    const started = await startChildService(program, options, 'listening on')
    if ('stop' in started) {
      if (file !== undefined) indexStream(file)
      return { endpoint: `http://127.0.0.1:${port}`, stop: started.stop }
    }
    if (!started.failure.includes('already in use')) {
      throw new Error(`The embedded database did not start: ${started.failure}`)
    }
  }
  throw new Error(`The embedded database found no free port in ${portsToTry} tries`)
}

/**
 * Starts the embedded database in a folder that goes with it. Unlike a database in memory, it takes an index on its
 * stream, so that it does not slow down with each change that it tells. Throws like `startDatabase`.
 */
export async function startThrowawayDatabase(): Promise<LocalDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'ieum-data-'))
  const forget = () => rm(dataDir, { recursive: true, force: true })
  try {
    const database = await startDatabase({ dataDir })
    const stop = async (): Promise<void> => {
      await database.stop()
      await forget()
    }
    return { endpoint: database.endpoint, stop }
  } catch (error) {
    await forget()
    throw error
  }
}

/** Where the program is on this platform. */
function embeddedDatabase(platform = `${process.platform}-${process.arch}`): string {
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${platform}/dynoxide`)
  } catch {
    throw new Error(
      `There is no embedded database for ${platform}. Start DynamoDB Local, or anything else that speaks its ` +
        `protocol, and name it: ${elsewhere}=http://127.0.0.1:8000`,
    )
  }
}

/** A port that is free now; the database cannot choose one itself, so somebody else may still take it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const closed = once(server, 'close')
  server.close()
  await closed
  if (address === null || typeof address === 'string') throw new Error('The system gave no port')
  return address.port
}

/**
 * Makes the table as `lib/store/table/schema.ts` tells it, if it is not there yet, and waits until it can be used. A
 * `silent` one has no stream.
 */
export async function createTable(
  client: DynamoDBClient,
  tableName: string,
  changes: 'told' | 'silent' = 'told',
): Promise<void> {
  const { StreamSpecification, ...silent } = definition(tableName)
  const wanted = changes === 'told' ? { ...silent, StreamSpecification } : silent
  const isNew = await client.send(new CreateTableCommand(wanted)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ResourceInUseException) return false
      throw error
    },
  )
  await waitUntilTableExists({ client, maxWaitTime: 30, minDelay: 1 }, { TableName: tableName })
  if (!isNew) return
  const TimeToLiveSpecification = { AttributeName: table.timeToLive, Enabled: true }
  await client.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification }))
}

/**
 * Does a piece of work during which the table's changes are told to nobody. Each write to the embedded database
 * takes longer the more changes it has told of, so a hundred thousand members would never get in; and of an import
 * nobody is told anyway.
 */
export async function inSilence<Result>(
  client: DynamoDBClient,
  TableName: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }))
  if (Table?.StreamSpecification?.StreamEnabled) {
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }))
  }
  try {
    return await work()
  } finally {
    const { StreamSpecification } = definition(TableName)
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification }))
  }
}

function definition(TableName: string) {
  const { partitionKey, sortKey, dueIndex } = table
  const key = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ]
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: [
      { AttributeName: partitionKey, AttributeType: 'S' as const },
      { AttributeName: sortKey, AttributeType: 'S' as const },
      { AttributeName: dueIndex.partitionKey, AttributeType: 'S' as const },
      { AttributeName: dueIndex.sortKey, AttributeType: 'N' as const },
    ],
    KeySchema: key(partitionKey, sortKey),
    GlobalSecondaryIndexes: [
      {
        IndexName: dueIndex.name,
        KeySchema: key(dueIndex.partitionKey, dueIndex.sortKey),
        // An index is read late: whoever acts on it reads the item itself, so keys are enough.
        Projection: { ProjectionType: 'KEYS_ONLY' as const },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
  }
}
