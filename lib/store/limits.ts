import { type Count, isFilling, type LimitedAttempt, nextAt, secondsUntil } from '../domain/limits/limit.ts'
import type { Exhausted, Limits } from '../flows/ports/store.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { countIn, countWrite, type RateKey, recountWrite, uncountWrite } from './rows/rate.ts'
import type { RefusedWrite } from './table/conflicts.ts'
import type { UpdateWrite } from './table/expressions.ts'
import { keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'

/** Others that count at the same moment may be faster this often. After that the limit counts as full. */
const attemptsAtOnce = 5

/** A container remembers this many of the keys that it has counted for. */
const keysInMemory = 1000

const nameOf = ({ limit, keyHash }: RateKey): string => `${limit.name} ${keyHash}`

/** The last texts that were added, up to a number of them. */
function recently(most: number) {
  const texts = new Set<string>()
  return {
    has: (text: string): boolean => texts.has(text),
    add(text: string): void {
      texts.delete(text)
      texts.add(text)
      const [oldest] = texts
      if (texts.size > most && oldest !== undefined) texts.delete(oldest)
    },
  }
}

/** An attempt, its key in the table, and its count once a refusal has shown it. */
interface Counted {
  readonly rate: RateKey
  readonly count?: Count
}

/**
 * Implements `Limits` on a table, with one item per limit and key. Every method throws `unavailable` as the
 * table does.
 */
export function limitsIn(table: TableAccess, hashes: KeyedHashes): Limits {
  const countedHere = recently(keysInMemory)
  const rateOf = ({ limit, key }: LimitedAttempt): RateKey => ({ limit, keyHash: hashes.hash('rate', key) })
  return {
    async spend(attempts, now) {
      let counted: readonly Counted[] = attempts.map((attempt) => ({ rate: rateOf(attempt) }))
      for (const { rate } of counted) countedHere.add(nameOf(rate))
      for (let time = 1; time <= attemptsAtOnce; time += 1) {
        const refusals = await writeAll(table, counted, now)
        if (refusals === undefined) return undefined
        counted = counted.map((one, index) => shownBy(one, refusals[index], now))
        const exhausted = exhaustedOf(counted, now)
        if (exhausted !== undefined) return exhausted
      }
      const [first] = attempts
      return first && { limit: first.limit, retryAfter: 1 }
    },

    async isKnownFull(attempt, now) {
      const rate = rateOf(attempt)
      if (!countedHere.has(nameOf(rate))) return false
      const item = await table.get(keys.rate(rate.limit.name, rate.keyHash))
      return item !== undefined && nextAt(rate.limit, countIn(rate, item, now)) > now
    },

    async giveBack(attempts) {
      await Promise.all(attempts.map((attempt) => table.update(uncountWrite(rateOf(attempt)))))
    },
  }
}

/** Counts all or nothing: one update, or one transaction for several. Gives the refusals by position. */
async function writeAll(
  table: TableAccess,
  counted: readonly Counted[],
  now: Date,
): Promise<readonly (RefusedWrite | undefined)[] | undefined> {
  const writes = counted.map(({ rate, count }) => writeOf(rate, count, now))
  const [only, ...more] = writes
  if (only === undefined) return undefined
  if (more.length === 0) {
    const result = await table.update(only)
    return result.kind === 'written' ? undefined : [result.refusal]
  }
  const named = Object.fromEntries(writes.map((write, index) => [String(index), write]))
  const result = await table.transact(named)
  return result.kind === 'written' ? undefined : writes.map((_, index) => result.refusals[String(index)])
}

/**
 * An unknown count is most often absent or just begun. A known one that has run empty, or that is full and
 * whose pause is over, is counted on only as it was read.
 */
const writeOf = (rate: RateKey, count: Count | undefined, now: Date): UpdateWrite =>
  count === undefined || isFilling(rate.limit, count, now)
    ? countWrite(rate, now)
    : recountWrite(rate, count, now)

const shownBy = ({ rate, count }: Counted, refusal: RefusedWrite | undefined, now: Date): Counted => {
  if (refusal !== undefined) return { rate, count: countIn(rate, refusal.item, now) }
  return count === undefined ? { rate } : { rate, count }
}

/** The first full limit, and the seconds until none is full. */
function exhaustedOf(counted: readonly Counted[], now: Date): Exhausted | undefined {
  const full = counted.flatMap(({ rate: { limit }, count }) =>
    count !== undefined && nextAt(limit, count) > now ? [{ limit, until: nextAt(limit, count) }] : [],
  )
  const [first] = full
  if (first === undefined) return undefined
  return { limit: first.limit, retryAfter: Math.max(...full.map(({ until }) => secondsUntil(until, now))) }
}
