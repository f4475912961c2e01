/**
 * A rate limit. `max` pass at once, then one more each time that a `max`th part of the window has passed
 * (generic cell rate algorithm, ITU-T I.371, annex A). Windows with a fixed begin would let twice as many pass
 * around a boundary, and would make people wait for a whole window.
 */
export interface Limit {
  readonly name: string
  readonly max: number
  readonly windowSeconds: number
  /** The least time between two. */
  readonly gapSeconds?: number
  /** A full limit still lets one pass after a pause, which doubles each time. So nobody is locked out for long. */
  readonly pauses?: { readonly firstSeconds: number; readonly longestSeconds: number }
}

/** What was counted under a limit for one key. */
export interface Count {
  /** When nothing would be left of what was counted, if nothing more came. */
  readonly emptyAt: Date
  /** When the last one was counted. */
  readonly lastAt: Date
}

/** One more to count under a limit, for a key. */
export interface LimitedAttempt {
  readonly limit: Limit
  readonly key: string
  /** What was counted before, where it was read. */
  readonly count?: Count
}

/** A limit that is full. */
export interface Exhausted {
  readonly limit: Limit
  /** Seconds until every limit of the attempt has room. */
  readonly retryAfter: number
}

/** The time after which one more passes, in milliseconds. */
export const intervalOf = ({ max, windowSeconds }: Limit): number => Math.ceil((windowSeconds * 1000) / max)

/** How far ahead of a moment `emptyAt` may be for one more to pass, in milliseconds. */
export const roomOf = (limit: Limit): number => (limit.max - 1) * intervalOf(limit)

const later = (from: Date, milliseconds: number): Date => new Date(from.getTime() + milliseconds)
const latest = (one: Date, other: Date): Date => (one > other ? one : other)
const earliest = (one: Date, other: Date): Date => (one < other ? one : other)

/** From when on one more passes. A moment in the past means now. */
export function nextAt(limit: Limit, count: Count): Date {
  const drainedAt = later(count.emptyAt, -roomOf(limit))
  const openAt = limit.pauses === undefined ? drainedAt : earliest(drainedAt, pausedUntil(limit, count))
  return limit.gapSeconds === undefined
    ? openAt
    : latest(openAt, later(count.lastAt, limit.gapSeconds * 1000))
}

/** The end of the pause after the last one. The more passed beyond `max`, the longer it is. */
function pausedUntil(limit: Limit, { emptyAt, lastAt }: Count): Date {
  const { firstSeconds, longestSeconds } = limit.pauses ?? { firstSeconds: 0, longestSeconds: 0 }
  const level = Math.ceil((emptyAt.getTime() - lastAt.getTime()) / intervalOf(limit))
  const pause = Math.min(firstSeconds * 2 ** Math.max(0, level - limit.max), longestSeconds)
  return later(lastAt, pause * 1000)
}

/** The count after one more at `now`. */
export const countedAt = (limit: Limit, count: Count | undefined, now: Date): Count => ({
  emptyAt: later(count === undefined ? now : latest(count.emptyAt, now), intervalOf(limit)),
  lastAt: now,
})

/** Whether one more passes and the count has not run empty, so counting it is adding to the count. */
export const isFilling = (limit: Limit, count: Count, now: Date): boolean =>
  count.emptyAt > now && count.emptyAt.getTime() <= now.getTime() + roomOf(limit)

/** The first full limit of these attempts, and the wait until none is full. An attempt without a count has room. */
export function exhaustedAmong(
  attempts: readonly Omit<LimitedAttempt, 'key'>[],
  now: Date,
): Exhausted | undefined {
  const full = attempts.flatMap(({ limit, count }) =>
    count !== undefined && nextAt(limit, count) > now ? [{ limit, until: nextAt(limit, count) }] : [],
  )
  const [first] = full
  if (first === undefined) return undefined
  return { limit: first.limit, retryAfter: Math.max(...full.map(({ until }) => secondsUntil(until, now))) }
}

/** The whole seconds to wait until a moment (RFC 9110, section 10.2.3). At least one. */
export const secondsUntil = (moment: Date, now: Date): number =>
  Math.max(1, Math.ceil((moment.getTime() - now.getTime()) / 1000))
