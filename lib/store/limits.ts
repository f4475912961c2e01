import type { Limit } from '../domain/values/limits.ts'
import type { Limits } from '../flows/ports/store.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { forgetWrite, spendWrite, windowAt } from './rows/rate.ts'
import type { TableAccess } from './table/table-access.ts'

/**
 * Implements `Limits` on a table, with one item per window of time. Every method throws `unavailable` as the
 * table does.
 */
export function limitsIn(table: TableAccess, hashes: KeyedHashes): Limits {
  const windowOf = (limit: Limit, key: string, now: Date) => windowAt(limit, hashes.hash('rate', key), now)
  return {
    async spend(limit, key, now) {
      const window = windowOf(limit, key, now)
      if ((await table.update(spendWrite(window))).kind === 'written') return undefined
      return { retryAfter: Math.ceil((window.endsAt.getTime() - now.getTime()) / 1000) }
    },

    async forget(limit, key, now) {
      await table.delete(forgetWrite(windowOf(limit, key, now)))
    },
  }
}
