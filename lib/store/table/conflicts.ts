import {
  type AttributeValue,
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import { isConflict, isThrottled, isTransient } from '../../aws/transient-errors.ts'
import type { TableItem } from './expressions.ts'

/** A failed condition, with the stored item where the write asked for it. */
export interface RefusedWrite {
  readonly item?: TableItem
}

const nameOf = (error: unknown): unknown => (error instanceof Error ? error.name : undefined)

/** The names by which an error says why: those of its cancellation reasons, or its own. */
function reasonsOf(error: unknown): readonly string[] {
  if (error instanceof TransactionCanceledException) {
    return error.CancellationReasons?.map(({ Code = '' }) => Code) ?? []
  }
  return error instanceof Error ? [error.name] : []
}

/**
 * Why another attempt makes sense. `conflict`: another writer was there, so the next attempt may work at once.
 * `throttled`: the table has too much to do. `outage`: nothing says whether the table wrote. Undefined for an error that
 * stays. Takes any error.
 */
export function retryReasonOf(error: unknown): 'conflict' | 'throttled' | 'outage' | undefined {
  const reasons = reasonsOf(error)
  if (reasons.some(isThrottled)) return 'throttled'
  if (reasons.some(isConflict)) return 'conflict'
  return isTransient(error) ? 'outage' : undefined
}

/**
 * Whether DynamoDB knows the request token from other writes. Such a token proves nothing, so the conditions
 * must decide.
 */
export const isTokenMismatch = (error: unknown): boolean =>
  nameOf(error) === 'IdempotentParameterMismatchException'

/** The failed condition of a single write. Undefined for another error. */
export const refusedWriteOf = (error: unknown): RefusedWrite | undefined =>
  error instanceof ConditionalCheckFailedException ? withItem(error.Item) : undefined

/**
 * The refused writes of a transaction, by name. Takes the error and the names in the order of the writes,
 * since DynamoDB gives one reason per write in that order. Undefined unless failed conditions alone cancelled
 * the transaction.
 */
export function refusedWritesOf<Name extends string>(
  error: unknown,
  writes: readonly Name[],
): Partial<Record<Name, RefusedWrite>> | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined
  const reasons = error.CancellationReasons ?? []
  const refusals: Partial<Record<Name, RefusedWrite>> = {}
  let refused = 0
  for (const [index, name] of writes.entries()) {
    const code = codeOf(reasons[index])
    if (code === 'None') continue
    if (code !== 'ConditionalCheckFailed') return undefined
    refusals[name] = withItem(reasons[index]?.Item)
    refused++
  }
  return refused > 0 ? refusals : undefined
}

const codeOf = (reason: CancellationReason | undefined): string => reason?.Code ?? 'None'

const withItem = (raw: Record<string, AttributeValue> | undefined): RefusedWrite =>
  raw === undefined ? {} : { item: plainOf(raw) }

/**
 * The texts, numbers, booleans, sets and maps of an item in DynamoDB's own format. The document client converts
 * responses but not errors, and no other type is read from a refused item.
 */
function plainOf(raw: Record<string, AttributeValue>): TableItem {
  const item: TableItem = {}
  for (const [name, { S, BOOL, N, SS, M }] of Object.entries(raw)) {
    const other = M === undefined ? SS && new Set(SS) : plainOf(M)
    const plain = S ?? BOOL ?? (N === undefined ? other : Number(N))
    if (plain !== undefined) item[name] = plain
  }
  return item
}
