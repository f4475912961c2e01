import type { LimitedAttempt } from './limit.ts'
import type { StageLimits } from './stage-limits.ts'

/** The limits of one attempt at a password. */
export interface PasswordLane {
  /** Count guesses at one account, and hold exactly: checked again in the transaction of a right guess. */
  readonly own: readonly LimitedAttempt[]
  /** Count for many people together, so nothing waits for them. */
  readonly shared: readonly LimitedAttempt[]
}

/** The limits of a device that nobody knows. Takes the identifier in its normal form. */
export function laneOf(
  limits: StageLimits,
  { identifier, source }: { readonly identifier: string; readonly source: string },
): PasswordLane {
  return {
    own: [
      { limit: limits.failuresHere, key: `${identifier} ${source}` },
      { limit: limits.failures, key: identifier },
    ],
    shared: [{ limit: limits.failuresOfSource, key: source }],
  }
}
