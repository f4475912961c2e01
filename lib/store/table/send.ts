import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { tableFailures } from '../../aws/request-budget.ts'
import { Problem } from '../../domain/values/problem.ts'
import { retryReasonOf } from './conflicts.ts'
import type { Write } from './expressions.ts'
import { type RetryPolicy, withRetry } from './retry.ts'

/** Sends a transaction of writes once. `token` is the request's (ClientRequestToken). Throws the SDK's errors. */
export type SendTransaction = (transaction: {
  readonly writes: readonly Write[]
  readonly tableName: string
  readonly token: string
}) => Promise<unknown>

/** The table's location, and the retry policy. */
export interface Place {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly retryPolicy: RetryPolicy
  /** Absent: transactions are sent by the client. */
  readonly sendTransaction?: SendTransaction
}

/**
 * Sends a request until DynamoDB decides it. This is the only layer of retries, since the SDK makes one attempt: a
 * conflict is retried as `withRetry` says, throttling and outages as far as the request's budget goes. `resultOf` may
 * turn another error into a result; other errors pass through, also that of a last outage. Throws the problem
 * `unavailable` when the retries or the request's budget run out.
 */
export function send<Result extends object>(
  retryPolicy: RetryPolicy,
  request: () => Promise<Result>,
  resultOf: (error: unknown) => Result | undefined = () => undefined,
): Promise<Result> {
  const failures = tableFailures()
  return withRetry(retryPolicy, async () => {
    if (!failures.mayCall()) throw new Problem('unavailable')
    try {
      return await request()
    } catch (error) {
      const reason = retryReasonOf(error)
      if (reason === 'conflict') return undefined
      if (reason !== undefined) {
        if (failures.failed()) return undefined
        throw reason === 'throttled' ? new Problem('unavailable') : error
      }
      const result = resultOf(error)
      if (result === undefined) throw error
      return result
    }
  })
}
