import * as v from 'valibot'
import { type Count, countedAt, intervalOf, type Limit, roomOf } from '../../domain/limits/limit.ts'
import { type Condition, every, type UpdateWrite, updateWhen } from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { attributesOf, forgetAt, moment } from './fields.ts'
import type { RowDefinition } from './row.ts'

/** What was counted under one limit for one key. */
const rateRow = {
  kind: 'rate',
  schema: v.object({ emptyAt: moment, lastAt: moment }),
} as const satisfies RowDefinition<v.GenericSchema>

/** A limit, and the hash of the key that it is counted for. */
export interface RateKey {
  readonly limit: Limit
  readonly keyHash: string
}

const keyIn = ({ limit, keyHash }: RateKey) => keys.rate(limit.name, keyHash)

/** The condition that the limit has room, whatever was counted meanwhile. A malformed count leaves no room. */
function hasRoom({ limit }: RateKey, now: Date): Condition {
  const full = now.getTime() + roomOf(limit)
  const room = { text: '#emptyAt <= :full', values: { full } }
  if (limit.gapSeconds === undefined) return room
  const gap = { text: '#lastAt <= :gapAgo', values: { gapAgo: now.getTime() - limit.gapSeconds * 1000 } }
  return every(room, gap)
}

/** The condition that nothing was counted since the count was read. */
const isUnchanged = ({ emptyAt, lastAt }: Count): Condition => ({
  text: '#emptyAt = :emptyAt AND #lastAt = :lastAt',
  values: { emptyAt: emptyAt.getTime(), lastAt: lastAt.getTime() },
})

/**
 * Counts one more where the limit has room. Refused with the stored count, also when the count has run empty
 * since the last one: `recountWrite` starts that one anew.
 */
export function countWrite(rate: RateKey, now: Date): UpdateWrite {
  const { text, values } = hasRoom(rate, now)
  const by = intervalOf(rate.limit)
  return updateWhen(
    keyIn(rate),
    {
      set: {
        kind: rateRow.kind,
        lastAt: now.getTime(),
        ttl: forgetAt(new Date(now.getTime() + roomOf(rate.limit) + by)),
      },
      addFrom: { emptyAt: { from: now.getTime(), by } },
    },
    {
      text: `attribute_not_exists(#emptyAt) OR (#emptyAt > :now AND ${text})`,
      values: { ...values, now: now.getTime() },
    },
    'tells',
  )
}

/** Counts one more on a count that was read and lets one more pass. Refused when another one came first. */
export function recountWrite(rate: RateKey, count: Count, now: Date): UpdateWrite {
  const next = countedAt(rate.limit, count, now)
  return updateWhen(
    keyIn(rate),
    { set: { kind: rateRow.kind, ...attributesOf(next), ttl: forgetAt(next.emptyAt) } },
    isUnchanged(count),
    'tells',
  )
}

/** Takes one back, with its gap. Refused where nothing is counted. */
export const uncountWrite = (rate: RateKey): UpdateWrite =>
  updateWhen(
    keyIn(rate),
    {
      add: { emptyAt: -intervalOf(rate.limit) },
      ...(rate.limit.gapSeconds !== undefined && { set: { lastAt: 0 } }),
    },
    { text: 'attribute_exists(#emptyAt)' },
  )

/** The count in an item. A malformed one counts as full, for a whole window. */
export function countIn({ limit }: RateKey, item: unknown, now: Date): Count {
  const row = v.safeParse(rateRow.schema, item)
  if (row.success) return row.output
  return { emptyAt: new Date(now.getTime() + 2 * roomOf(limit) + intervalOf(limit)), lastAt: now }
}
