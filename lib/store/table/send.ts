import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { isPassing } from './conflicts.ts'
import { type RetryPolicy, withRetry } from './retry.ts'

/** Where the rows are, and how to wait for them. */
export interface Place {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly retryPolicy: RetryPolicy
}

/**
 * Sends a request until it is decided: conflicts and throttling are waited out, and `unavailable` is thrown
 * when they do not pass. `settle` may turn another error into an answer; what it leaves passes through.
 */
export function send<Answer extends object>(
  retryPolicy: RetryPolicy,
  request: () => Promise<Answer>,
  settle: (error: unknown) => Answer | undefined = () => undefined,
): Promise<Answer> {
  return withRetry(retryPolicy, async () => {
    try {
      return await request()
    } catch (error) {
      if (isPassing(error)) return undefined
      const settled = settle(error)
      if (settled === undefined) throw error
      return settled
    }
  })
}
