import {
  type AttributeValue,
  type CancellationReason,
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb'
import type { Item } from './expressions.ts'

/** A condition that did not hold, with the item that stood in the way if the write asked for it. */
export interface Refusal {
  readonly item?: Item
}

/** Reasons that say nothing of the data: somebody else is writing, or there is too much to do. */
const passingReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])

const passingErrors = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
])

const nameOf = (error: unknown): unknown => (error instanceof Error ? error.name : undefined)

/** Whether it is worth trying the same again in a moment: nothing was decided, nothing was written. */
export function isPassing(error: unknown): boolean {
  if (error instanceof TransactionCanceledException) {
    return error.CancellationReasons?.some(({ Code }) => passingReasons.has(Code ?? '')) === true
  }
  const name = nameOf(error)
  return typeof name === 'string' && passingErrors.has(name)
}

/** The request token was seen with other writes: it is worth nothing, the conditions have to answer. */
export const isTokenMismatch = (error: unknown): boolean =>
  nameOf(error) === 'IdempotentParameterMismatchException'

/** Whether a single write was refused by its condition. */
export const wasRefused = (error: unknown): boolean => error instanceof ConditionalCheckFailedException

/**
 * Which of a transaction's writes were refused, by name. Undefined unless conditions, and nothing else, are
 * what cancelled it. DynamoDB gives one reason per write, in the order of the writes.
 */
export function refusalsOf<Name extends string>(
  error: unknown,
  writes: readonly Name[],
): Partial<Record<Name, Refusal>> | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined
  const reasons = error.CancellationReasons ?? []
  const refusals: Partial<Record<Name, Refusal>> = {}
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

const withItem = (raw: Record<string, AttributeValue> | undefined): Refusal =>
  raw === undefined ? {} : { item: plainOf(raw) }

/**
 * The texts, numbers, truths and sets of an item in DynamoDB's own form: the document client translates
 * answers, not errors, and nothing else of a refused item is ever asked for.
 */
function plainOf(raw: Record<string, AttributeValue>): Item {
  const item: Item = {}
  for (const [name, { S, BOOL, N, SS }] of Object.entries(raw)) {
    const plain = S ?? BOOL ?? (N === undefined ? SS && new Set(SS) : Number(N))
    if (plain !== undefined) item[name] = plain
  }
  return item
}
