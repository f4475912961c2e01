import type { DeviceId } from '../values/ids.ts'
import { type Exhausted, exhaustedAmong, type LimitedAttempt } from './limit.ts'
import type { StageLimits } from './stage-limits.ts'

/** The limits of one attempt at a password. */
export interface PasswordLane {
  /** Count guesses at one account, and hold exactly: checked again in the transaction of a right guess. */
  readonly own: readonly LimitedAttempt[]
  /** Count for many people together, so nothing exhaustedLanes for them. */
  readonly shared: readonly LimitedAttempt[]
}

/** The limits of a device that nobody knows. Takes the identifier in its normal form. */
export const laneOf = (
  limits: StageLimits,
  { identifier, source }: { readonly identifier: string; readonly source: string },
): PasswordLane => ({
  own: [
    { limit: limits.failuresHere, key: `${identifier} ${source}` },
    { limit: limits.failures, key: identifier },
  ],
  shared: [{ limit: limits.failuresOfSource, key: source }],
})

/**
 * The limits of a device on which the member has signed in before, so that failures from elsewhere and from
 * neighbours behind one address do not count for it. All such devices together have a limit too: somebody who once
 * had the account may have collected many.
 */
export const deviceLaneOf = (
  limits: StageLimits,
  { identifier, deviceId }: { readonly identifier: string; readonly deviceId: DeviceId },
): PasswordLane => ({
  own: [
    { limit: limits.failuresOfDevice, key: deviceId },
    { limit: limits.failuresOfDevices, key: identifier },
  ],
  shared: [],
})

/** The first lane with room in all its limits, or the shortest wait for one. Takes counted attempts. */
export function openLaneAmong(
  lanes: readonly PasswordLane[],
  now: Date,
): { readonly lane: PasswordLane } | { readonly exhausted: Exhausted } {
  const exhaustedLanes: Exhausted[] = []
  for (const lane of lanes) {
    const exhausted = exhaustedAmong([...lane.own, ...lane.shared], now)
    if (exhausted === undefined) return { lane }
    exhaustedLanes.push(exhausted)
  }
  const [shortest] = exhaustedLanes.toSorted((one, other) => one.retryAfter - other.retryAfter)
  if (shortest === undefined) throw new Error('an attempt has at least one lane')
  return { exhausted: shortest }
}
