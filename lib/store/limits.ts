import { exhaustedAmong, type LimitedAttempt } from '../domain/limits/limit.ts'
import type { Limits } from '../flows/ports/store.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import {
  countIn,
  keyInRate,
  nextCountWrite,
  type Rate,
  rateAttributes,
  rateOf,
  uncountWrite,
} from './rows/rate.ts'
import type { RefusedWrite } from './table/conflicts.ts'
import type { TableAccess } from './table/table-access.ts'

/** Others that count at the same moment may be faster this often. After that the limit counts as full. */
const attemptsAtOnce = 5

/** A container remembers this many of the keys that it has counted for. */
const keysInMemory = 1000

const nameOf = (rate: Rate): string => keyInRate(rate).PK

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

/**
 * Implements `Limits` on a table, with one item per limit and key. Every method throws `unavailable` as the
 * table does.
 */
export function limitsIn(table: TableAccess, hashes: KeyedHashes): Limits {
  const countedHere = recently(keysInMemory)

  async function look(attempts: readonly LimitedAttempt[], now: Date): Promise<readonly LimitedAttempt[]> {
    const rates = attempts.map((attempt) => rateOf(hashes, attempt))
    const items = await table.getAll(rates.map(keyInRate), rateAttributes)
    return attempts.map((attempt, index) => {
      const rate = rates[index]
      const item = rate && items.find((one) => keyOfItem(one) === nameOf(rate))
      return rate === undefined || item === undefined
        ? attempt
        : { ...attempt, count: countIn(rate, item, now) }
    })
  }

  return {
    look,

    async spend(attempts, now) {
      let rates: readonly Rate[] = attempts.map((attempt) => rateOf(hashes, attempt))
      for (const rate of rates) countedHere.add(nameOf(rate))
      for (let time = 1; time <= attemptsAtOnce; time += 1) {
        const refusals = await countAll(table, rates, now)
        if (refusals === undefined) return undefined
        rates = rates.map((rate, index) => shownBy(rate, refusals[index], now))
        const exhausted = exhaustedAmong(rates, now)
        if (exhausted !== undefined) return exhausted
      }
      const [first] = attempts
      return first && { limit: first.limit, retryAfter: 1 }
    },

    async isKnownFull(attempt, now) {
      if (!countedHere.has(nameOf(rateOf(hashes, attempt)))) return false
      return exhaustedAmong(await look([attempt], now), now) !== undefined
    },

    async giveBack(attempts) {
      await Promise.all(attempts.map((attempt) => table.update(uncountWrite(rateOf(hashes, attempt)))))
    },
  }
}

const keyOfItem = (item: unknown): unknown =>
  typeof item === 'object' && item !== null && 'PK' in item ? item.PK : undefined

/** Counts all or nothing: one update, or one transaction for several. Gives the refusals by position. */
async function countAll(
  table: TableAccess,
  rates: readonly Rate[],
  now: Date,
): Promise<readonly (RefusedWrite | undefined)[] | undefined> {
  const writes = rates.map((rate) => nextCountWrite(rate, now))
  const [only, ...more] = writes
  if (only === undefined) return undefined
  if (more.length === 0) {
    const result = await table.update(only)
    return result.kind === 'written' ? undefined : [result.refusal]
  }
  const result = await table.transact(Object.fromEntries(writes.map((write, index) => [`${index}`, write])))
  return result.kind === 'written' ? undefined : writes.map((_, index) => result.refusals[`${index}`])
}

/** A rate as a refusal shows it. Without an item the count is gone. */
function shownBy(rate: Rate, refusal: RefusedWrite | undefined, now: Date): Rate {
  if (refusal === undefined) return rate
  const { limit, keyHash } = rate
  return refusal.item === undefined
    ? { limit, keyHash }
    : { ...rate, count: countIn(rate, refusal.item, now) }
}
