import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { wroteNothing } from './conflicts.ts'
import { type RetryPolicy, withRetry } from './retry.ts'

/** The table's location, and the retry policy. */
export interface Place {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly retryPolicy: RetryPolicy
}

/**
 * Sends a request until DynamoDB decides it, retrying conflicts and throttling. `resultOf` may turn another
 * error into a result; other errors pass through. Throws the problem `unavailable` when the retries run out.
 */
export function send<Result extends object>(
  retryPolicy: RetryPolicy,
  request: () => Promise<Result>,
  resultOf: (error: unknown) => Result | undefined = () => undefined,
): Promise<Result> {
  return withRetry(retryPolicy, async () => {
    try {
      return await request()
    } catch (error) {
      if (wroteNothing(error)) return undefined
      const result = resultOf(error)
      if (result === undefined) throw error
      return result
    }
  })
}
