import type { Exhausted, LimitedAttempt } from '../../domain/limits/limit.ts'
import { deviceLaneOf, laneOf, openLaneAmong, type PasswordLane } from '../../domain/limits/password-lane.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Identifier } from '../../domain/values/verification.ts'
import type { Identified } from '../ports/store.ts'
import type { PresentedDevice } from '../ports/tokens.ts'
import type { World } from '../ports/world.ts'
import { keyOfAddress } from './enforce-limits.ts'

/** An attempt at a password, as limits see it. */
export interface PasswordAttempt {
  readonly identifier: Identifier
  /** The source of the request for rate limits. */
  readonly source: string
  /** From an earlier sign-in on the same device. */
  readonly deviceToken?: string | undefined
}

/**
 * The limits of an attempt whose limits all have room. A device of the member's own comes first; where it has no room,
 * it counts like any other. Throws `too_many_requests`, before any hash.
 */
export function openLane(
  world: Pick<World, 'clock'>,
  { general, device }: Lanes,
  found: readonly Identified[],
): PasswordLane {
  const isOwn = found.some(({ member }) => device?.presented.isOf(member.id) === true)
  const open = openLaneAmong(isOwn && device ? [device.lane, general] : [general], world.clock.now())
  if ('exhausted' in open) throw tooMany(open.exhausted)
  return open.lane
}

interface Lanes {
  readonly general: PasswordLane
  readonly device?: { readonly presented: PresentedDevice; readonly lane: PasswordLane } | undefined
}

/** The limits of an attempt with what was counted; one read. */
export async function lanesOf(
  world: Pick<World, 'stage' | 'clock' | 'tokens' | 'limits'>,
  { identifier: typed, source, deviceToken }: PasswordAttempt,
): Promise<Lanes> {
  const { limits } = world.stage
  const identifier = keyOfAddress(typed)
  const presented = deviceToken === undefined ? undefined : world.tokens.device.read(deviceToken)
  const general = laneOf(limits, { identifier, source })
  const device = presented && deviceLaneOf(limits, { identifier, deviceId: presented.id })
  const all = [general, device].flatMap((lane) => (lane === undefined ? [] : [...lane.own, ...lane.shared]))
  const counted = await world.limits.look(all, world.clock.now())
  const withCounts = ({ own, shared }: PasswordLane): PasswordLane => ({
    own: counted.filter((attempt) => isAmong(own, attempt)),
    shared: counted.filter((attempt) => isAmong(shared, attempt)),
  })
  return {
    general: withCounts(general),
    ...(presented && device && { device: { presented, lane: withCounts(device) } }),
  }
}

const isAmong = (attempts: readonly LimitedAttempt[], { limit, key }: LimitedAttempt): boolean =>
  attempts.some((one) => one.limit === limit && one.key === key)

/**
 * Counts a wrong password, after the comparison. Guesses at once may all be compared, but only those that are
 * counted get a response, a right one among them no sooner than the others. Gives the problem.
 */
export async function countFailure(
  world: Pick<World, 'clock' | 'limits'>,
  { own, shared }: PasswordLane,
): Promise<Problem> {
  const now = world.clock.now()
  const [exhausted] = await Promise.all([world.limits.spend(own, now), world.limits.spend(shared, now)])
  return exhausted === undefined ? new Problem('invalid_credentials') : tooMany(exhausted)
}

const tooMany = ({ retryAfter }: Exhausted): Problem => new Problem('too_many_requests', { retryAfter })
