import { createHash, randomUUID } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { inject } from 'vitest'
import type { KeyedHashes } from '../../lib/flows/ports/tokens.ts'
import { createTable } from '../../lib/local/aws/database.ts'
import { createStore, type StoreSettings } from '../../lib/store/store.ts'
import { watched } from './watch.ts'

/** A client of the run's database. The key names nobody: the database takes any. */
export function databaseClient(): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: inject('databaseEndpoint'),
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
}

let shared: DynamoDBDocumentClient | undefined

/** The client of this worker for whoever looks into a table or writes to it beside the product. */
export function tableClient(): DynamoDBDocumentClient {
  shared ??= DynamoDBDocumentClient.from(databaseClient())
  return shared
}

/** Hashes that anybody could make: good enough where nothing has to be hidden. */
export const plainHashes: KeyedHashes = {
  hash: (purpose, value) => createHash('sha256').update(`${purpose} ${value}`).digest('base64url'),
}

/** A store as a stage has it whose policy also considers names with birth dates. */
export const storeOn = (
  client: DynamoDBDocumentClient,
  tableName: string,
  more: Partial<StoreSettings> = {},
) => createStore({ client, tableName, hashes: plainHashes, nameIndexes: ['name+birth'], ...more })

/**
 * A new, empty table with a store on it, and the client for whoever wants to look inside. By default it has no
 * stream: the embedded database slows down with each change that it tells of.
 */
export async function freshTable(changes: 'streamed' | 'silent' = 'silent') {
  const tableName = `ieum-${randomUUID()}`
  const base = databaseClient()
  await createTable(base, tableName, changes)
  const client = DynamoDBDocumentClient.from(base)
  return {
    client,
    tableName,
    endpoint: inject('databaseEndpoint'),
    // A client of its own: what the store sends is watched, what a test does to the table is not.
    store: storeOn(watched(DynamoDBDocumentClient.from(base)), tableName),
  }
}
