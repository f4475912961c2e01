import type { Limit } from '../../domain/values/limits.ts'
import { type DeleteWrite, keyOf, type UpdateWrite, updateWhen } from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { forgetAt } from './fields.ts'

/** One window of time of one limit, with the hash of the counted key. */
export interface RateWindow {
  readonly limit: Limit
  readonly keyHash: string
  /** The number of windows of this length since 1970. */
  readonly index: number
  readonly endsAt: Date
}

/** The window that a moment falls into. */
export function windowAt(limit: Limit, keyHash: string, now: Date): RateWindow {
  const length = limit.windowSeconds * 1000
  const index = Math.floor(now.getTime() / length)
  return { limit, keyHash, index, endsAt: new Date((index + 1) * length) }
}

const keyIn = ({ limit, keyHash, index }: RateWindow) => keys.rate(limit.name, keyHash, index)

/**
 * Counts one attempt where the window has room. Refused when the window is full, so further attempts do not extend
 * it. A count that is not a number leaves no room.
 */
export const spendWrite = (window: RateWindow): UpdateWrite =>
  updateWhen(
    keyIn(window),
    { set: { kind: 'rate', ttl: forgetAt(window.endsAt) }, add: { count: 1 } },
    { text: 'attribute_not_exists(#count) OR #count < :max', values: { max: window.limit.max } },
  )

/** Deletes a counter. */
export const forgetWrite = (window: RateWindow): DeleteWrite => ({ Delete: { Key: keyOf(keyIn(window)) } })
