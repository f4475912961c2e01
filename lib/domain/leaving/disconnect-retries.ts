import type { IdentityClaim } from '../visit/pending-connection.ts'

/**
 * Seconds until the next call to a provider that failed `attempts` times: one minute,
 * doubled each time, at most six hours.
 */
export const pauseAfter = (attempts: number): number => Math.min(60 * 2 ** attempts, 6 * 3600)

/** Seconds for which a disconnect has been overdue, counted from before the first attempt; a lower bound. */
export function overdueSeconds({ dueAt, attempts = 0 }: IdentityClaim, now: Date): number {
  if (dueAt === undefined) return 0
  let seconds = (now.getTime() - dueAt.getTime()) / 1000
  for (let attempt = 0; attempt < attempts; attempt += 1) seconds += pauseAfter(attempt)
  return Math.max(0, Math.floor(seconds))
}
