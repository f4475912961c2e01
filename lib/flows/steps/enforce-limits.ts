import type { Limit } from '../../domain/values/limits.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Address } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'

/** A limit, and what is counted under it. */
export interface LimitedAttempt {
  readonly limit: Limit
  readonly key: string
  /** The operators are told when it is exhausted. */
  readonly alarms?: true
}

/** What an address counts as. Its normal form: no other spelling is counted anew. */
export const keyOfAddress = ({ channel, value }: Address): string => `${channel}:${value}`

/**
 * Counts one try under each limit, in this order. Throws `too_many_requests` at the first that is exhausted, and
 * leaves the limits behind it alone: a source that is refused cannot use up what belongs to somebody's address.
 */
export async function enforceLimits(
  world: Pick<World, 'limits' | 'clock' | 'report'>,
  tries: readonly LimitedAttempt[],
): Promise<void> {
  for (const { limit, key, alarms = false } of tries) {
    const exceeded = await world.limits.spend(limit, key, world.clock.now())
    if (exceeded === undefined) continue
    if (alarms) world.report({ event: 'limit_exhausted', limit: limit.name })
    throw new Problem('too_many_requests', exceeded)
  }
}
