import { createHash, randomUUID } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { inject } from 'vitest'
import type { KeyedHashes } from '../../lib/flows/ports/tokens.ts'
import { createTable } from '../../lib/local/aws/database.ts'
import { createStore, type StoreSettings } from '../../lib/store/store.ts'
import { dropLater } from './quick-database.ts'
import { watched } from './watch.ts'

/** A client of the run's database. The key is arbitrary: the database accepts any. */
export function databaseClient(): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: inject('databaseEndpoint'),
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
}

let shared: DynamoDBDocumentClient | undefined

/** The client of this worker for tests that read a table or write to it beside the product. */
export function tableClient(): DynamoDBDocumentClient {
  shared ??= DynamoDBDocumentClient.from(databaseClient())
  return shared
}

/** Hashes without a secret, good enough where nothing has to be hidden. */
export const plainHashes: KeyedHashes = {
  hash: (purpose, value) => createHash('sha256').update(`${purpose} ${value}`).digest('base64url'),
}

/** How members are found by name in a stage whose policy considers names with birth dates. */
export const plainNames = { hashes: plainHashes, indexes: ['name+birth'] } as const

/** A store of a stage whose policy also considers names with birth dates. */
export const storeOn = (
  client: DynamoDBDocumentClient,
  tableName: string,
  more: Partial<StoreSettings> = {},
) =>
  createStore({
    client,
    tableName,
    hashes: plainHashes,
    nameIndexes: plainNames.indexes,
    // More than a stage allows: some stories have a hundred devices.
    maxSessions: 500,
    ...more,
  })

/**
 * A new, empty table with a store on it, and a client for looking inside. By default it has no stream: the embedded
 * database slows down with each change that it streams.
 */
export async function freshTable(changes: 'streamed' | 'silent' = 'silent') {
  const tableName = `ieum-${randomUUID()}`
  const base = databaseClient()
  dropLater(tableName)
  await createTable(base, tableName, changes)
  const client = DynamoDBDocumentClient.from(base)
  return {
    client,
    tableName,
    endpoint: inject('databaseEndpoint'),
    // A separate client: the watch sees the requests of the store, and not those of the test.
    store: storeOn(watched(DynamoDBDocumentClient.from(base)), tableName),
  }
}
