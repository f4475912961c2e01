import * as v from 'valibot'
import {
  type Count,
  countedAt,
  intervalOf,
  isFilling,
  type Limit,
  type LimitedAttempt,
  roomOf,
} from '../../domain/limits/limit.ts'
import { defined } from '../../domain/values/defined.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import {
  type CheckWrite,
  type Condition,
  checkThat,
  every,
  type UpdateWrite,
  updateWhen,
} from '../table/expressions.ts'
import { type Key, keys } from '../table/schema.ts'
import { attributesOf, forgetAt, moment } from './fields.ts'
import type { RowDefinition } from './row.ts'

/** What was counted under one limit for one key. */
const rateRow = {
  kind: 'rate',
  schema: v.object({ emptyAt: moment, lastAt: moment }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The attributes of a rate row that are read. */
export const rateAttributes = ['PK', ...Object.keys(rateRow.schema.entries)]

/** A limit, the hash of the key that it is counted for, and what was counted, where it was read. */
export interface Rate {
  readonly limit: Limit
  readonly keyHash: string
  readonly count?: Count
}

/** The rate of an attempt. */
export const rateOf = (hashes: KeyedHashes, { limit, key, count }: LimitedAttempt): Rate => ({
  limit,
  keyHash: hashes.hash('rate', key),
  ...defined({ count }),
})

/** The key of a rate's row. */
export const keyInRate = ({ limit, keyHash }: Rate): Key => keys.rate(limit.name, keyHash)

/** The condition that the limit has room, whatever was counted meanwhile. A malformed count leaves no room. */
function hasRoom({ limit }: Rate, now: Date): Condition {
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
 * Counts one more. An unknown count is most often absent or just begun. A known one that has run empty, or that
 * is full and whose pause is over, is counted on only as it was read. Refused with the stored count.
 */
export const nextCountWrite = (rate: Rate, now: Date): UpdateWrite =>
  rate.count === undefined || isFilling(rate.limit, rate.count, now)
    ? countWrite(rate, now)
    : recountWrite(rate, rate.count, now)

/** Counts one more where the limit has room and its count has not run empty, or does not exist. */
function countWrite(rate: Rate, now: Date): UpdateWrite {
  const { text, values } = hasRoom(rate, now)
  const by = intervalOf(rate.limit)
  return updateWhen(
    keyInRate(rate),
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
function recountWrite(rate: Rate, count: Count, now: Date): UpdateWrite {
  const next = countedAt(rate.limit, count, now)
  return updateWhen(
    keyInRate(rate),
    { set: { kind: rateRow.kind, ...attributesOf(next), ttl: forgetAt(next.emptyAt) } },
    isUnchanged(count),
    'tells',
  )
}

/**
 * Checks that one more passes, without counting it: a right password is written only where a wrong one would
 * still be counted.
 */
export const roomCheck = (rate: Rate, now: Date): CheckWrite => {
  const { count, limit } = rate
  const isPaused = count !== undefined && count.emptyAt > now && !isFilling(limit, count, now)
  const room = isPaused ? isUnchanged(count) : hasRoom(rate, now)
  return checkThat(keyInRate(rate), {
    ...room,
    text: isPaused ? room.text : `attribute_not_exists(#emptyAt) OR (${room.text})`,
  })
}

/** Takes one back, with its gap. Refused where nothing is counted. */
export const uncountWrite = (rate: Rate): UpdateWrite =>
  updateWhen(
    keyInRate(rate),
    {
      add: { emptyAt: -intervalOf(rate.limit) },
      ...(rate.limit.gapSeconds !== undefined && { set: { lastAt: 0 } }),
    },
    { text: 'attribute_exists(#emptyAt)' },
  )

/** The count in an item. A malformed one counts as full, for a whole window. */
export function countIn({ limit }: Rate, item: unknown, now: Date): Count {
  const row = v.safeParse(rateRow.schema, item)
  if (row.success) return row.output
  return { emptyAt: new Date(now.getTime() + 2 * roomOf(limit) + intervalOf(limit)), lastAt: now }
}
