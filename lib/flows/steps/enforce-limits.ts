import type { Limit } from '../../domain/values/limits.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Address } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'

/** A limit, and the key to count under it. */
export interface LimitedAttempt {
  readonly limit: Limit
  readonly key: string
  /** The operators are told when the limit is exhausted. */
  readonly alarms?: true
}

/**
 * The rate limit key of an address. The address is in normal form, so another
 * spelling does not get a new count.
 */
export const keyOfAddress = ({ channel, value }: Address): string => `${channel}:${value}`

/**
 * Counts one attempt under each limit, in this order. Throws `too_many_requests` at the first exhausted limit
 * and leaves later limits alone, so that a refused source cannot exhaust the limit of somebody's address.
 */
export async function enforceLimits(
  world: Pick<World, 'limits' | 'clock' | 'report'>,
  attempts: readonly LimitedAttempt[],
): Promise<void> {
  for (const { limit, key, alarms = false } of attempts) {
    const exceeded = await world.limits.spend(limit, key, world.clock.now())
    if (exceeded === undefined) continue
    if (alarms) world.report({ event: 'limit_exhausted', limit: limit.name })
    throw new Problem('too_many_requests', exceeded)
  }
}
