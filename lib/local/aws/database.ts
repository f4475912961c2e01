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
import { tableDefinition } from '../../store/table/definition.ts'
import { table } from '../../store/table/schema.ts'
import { startChildService } from '../child-process.ts'
import { endpointVariable, namedDatabase } from './named-database.ts'
import { indexStream } from './stream-index.ts'

/** A running database that speaks DynamoDB's protocol. */
export interface LocalDatabase {
  readonly endpoint: string
  /** Resolves when the database has ended. Calling it twice is harmless. */
  stop(): Promise<void>
}

const maxAttempts = 5

/**
 * Starts the embedded database on a free loopback port, in memory or in the folder `dataDir`. The database
 * ends with `stop` or with this process. Where `AWS_ENDPOINT_URL_DYNAMODB` names another database, nothing
 * starts. Throws an `Error` on a platform without a binary, and tells what to do.
 */
export async function startDatabase({ dataDir }: { readonly dataDir?: string } = {}): Promise<LocalDatabase> {
  const named = namedDatabase(process.env)
  if (named !== undefined) return { endpoint: named, stop: async () => {} }

  const program = embeddedDatabase()
  const file = dataDir === undefined ? undefined : join(dataDir, 'ieum.db')
  const storage = file === undefined ? [] : ['--db-path', file]
  if (dataDir !== undefined) await mkdir(dataDir, { recursive: true })
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
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
  throw new Error(`The embedded database found no free port in ${maxAttempts} attempts`)
}

/**
 * Starts the embedded database in a temporary folder, which `stop` deletes. Unlike a database in memory, this
 * one has an index on its stream, so streamed changes do not slow it down. Throws as `startDatabase` does.
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

/** The path of the program on this platform. */
function embeddedDatabase(platform = `${process.platform}-${process.arch}`): string {
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${platform}/dynoxide`)
  } catch {
    throw new Error(
      `There is no embedded database for ${platform}. Start DynamoDB Local or another compatible ` +
        `database, and set ${endpointVariable}=http://127.0.0.1:8000`,
    )
  }
}

/**
 * A currently free port. The database cannot choose a port itself, so another program may still take this
 * one.
 */
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
 * Creates the table of `lib/store/table/schema.ts` unless it exists, and waits until it is usable. A `silent`
 * table has no stream. Throws DynamoDB's errors.
 */
export async function createTable(
  client: DynamoDBClient,
  tableName: string,
  changes: 'streamed' | 'silent' = 'streamed',
): Promise<void> {
  const { StreamSpecification, ...silent } = tableDefinition(tableName)
  const input = changes === 'streamed' ? { ...silent, StreamSpecification } : silent
  const isNew = await client.send(new CreateTableCommand(input)).then(
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
 * Runs a job with the table's stream switched off. The embedded database slows down with every streamed
 * change, so importing a hundred thousand members would never finish; and an import has no listeners. Gives
 * the job's result.
 */
export async function withoutStream<Result>(
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
    const { StreamSpecification } = tableDefinition(TableName)
    await client.send(new UpdateTableCommand({ TableName, StreamSpecification }))
  }
}
