import { setTimeout } from 'node:timers/promises'
import { Problem } from '../../domain/values/problem.ts'

/** How to wait between two attempts. Tests bring their own. */
export interface RetryPolicy {
  sleep(milliseconds: number): Promise<unknown>
  /** At least 0 and below 1. */
  random(): number
}

/** Real time and chance. */
export const defaultRetryPolicy: RetryPolicy = {
  sleep: (milliseconds) => setTimeout(milliseconds),
  random: Math.random,
}

const maxAttempts = 7
const firstPauseMs = 20
const maxPauseMs = 320

/**
 * Retries while `attempt` gives undefined. The pauses double and are randomised, so that conflicting writers
 * do not return at once. Gives the first result. Throws the problem `unavailable` after 7 attempts, at most 1
 * second of pauses; errors of `attempt` pass through.
 */
export async function withRetry<Result extends object>(
  retryPolicy: RetryPolicy,
  attempt: () => Promise<Result | undefined>,
): Promise<Result> {
  for (let attempts = 1; ; attempts++) {
    const result = await attempt()
    if (result !== undefined) return result
    if (attempts === maxAttempts) throw new Problem('unavailable')
    const pause = Math.min(firstPauseMs * 2 ** (attempts - 1), maxPauseMs)
    await retryPolicy.sleep(Math.floor(pause * retryPolicy.random()))
  }
}
