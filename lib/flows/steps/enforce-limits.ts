import type { LimitedAttempt } from '../../domain/limits/limit.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Identifier } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'

/**
 * The rate limit key of an address or a login ID. It is in normal form, so another spelling does not get a new
 * count.
 */
export const keyOfAddress = ({ channel, value }: Identifier): string => `${channel}:${value}`

/**
 * Counts one attempt under each limit, or under none: a refused source cannot exhaust the limit of somebody's
 * address. Throws `too_many_requests` if one is full. With `alarms`, the operators are told.
 */
export async function enforceLimits(
  world: Pick<World, 'limits' | 'clock' | 'report'>,
  attempts: readonly LimitedAttempt[],
  alarms: 'alarms' | 'silent' = 'silent',
): Promise<void> {
  const exhausted = await world.limits.spend(attempts, world.clock.now())
  if (exhausted === undefined) return
  const { limit, retryAfter } = exhausted
  if (alarms === 'alarms') world.report({ event: 'limit_exhausted', limit: limit.name })
  throw new Problem('too_many_requests', { retryAfter })
}
