import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Imports } from '../../flows/ports/store/operators/imports.ts'
import type { Operations } from '../../flows/ports/store/operators/operations.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { defaultRetryPolicy } from '../table/retry.ts'
import { accessTable } from '../table/table-access.ts'
import { importsIn } from './imports.ts'
import { operationsIn } from './operations.ts'

/** What operators do with a table, and no function ever does: it is in no bundle. */
export interface OperatorStore {
  readonly imports: Imports
  readonly operations: Operations
}

export function createOperatorStore({
  client,
  tableName,
  hashes,
}: {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly hashes: KeyedHashes
}): OperatorStore {
  const place = { client, tableName, retryPolicy: defaultRetryPolicy }
  const table = accessTable(place)
  return { imports: importsIn(table, hashes), operations: operationsIn(table, place, hashes) }
}
