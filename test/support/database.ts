import { randomUUID } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { inject } from 'vitest'
import { createTable } from '../../lib/local/database.ts'
import { createStore } from '../../lib/store/store.ts'

/** A client of the run's database. The key names nobody: the database takes any. */
export function databaseClient(): DynamoDBClient {
  return new DynamoDBClient({
    endpoint: inject('databaseEndpoint'),
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
}

/** A new, empty table with a store on it, and the client for whoever wants to look inside. */
export async function freshTable() {
  const tableName = `ieum-${randomUUID()}`
  const base = databaseClient()
  await createTable(base, tableName)
  const client = DynamoDBDocumentClient.from(base)
  return {
    client,
    tableName,
    endpoint: inject('databaseEndpoint'),
    store: createStore({ client, tableName }),
  }
}
