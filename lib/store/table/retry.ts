import { setTimeout } from 'node:timers/promises'
import { Problem } from '../../domain/values/problem.ts'

/** How waiting between two tries is done; a test brings its own. */
export interface RetryPolicy {
  sleep(milliseconds: number): Promise<unknown>
  /** From 0 up to, and without, 1. */
  random(): number
}

export const defaultRetryPolicy: RetryPolicy = {
  sleep: (milliseconds) => setTimeout(milliseconds),
  random: Math.random,
}

const triesAtMost = 7
const firstPauseMs = 20
const longestPauseMs = 320

/**
 * Tries again while `attempt` gives nothing, after pauses that double and are spread at random: writers who
 * got into each other's way must not all come back at once. At most 7 tries and 1 second of pauses, then
 * throws `unavailable`. What `attempt` throws passes through.
 */
export async function withRetry<Answer extends object>(
  retryPolicy: RetryPolicy,
  attempt: () => Promise<Answer | undefined>,
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    const answer = await attempt()
    if (answer !== undefined) return answer
    if (tries === triesAtMost) throw new Problem('unavailable')
    const pause = Math.min(firstPauseMs * 2 ** (tries - 1), longestPauseMs)
    await retryPolicy.sleep(Math.floor(pause * retryPolicy.random()))
  }
}
