import type { Limits } from '../../flows/ports/store.ts'

/**
 * Limits whose attempts are counted one after the other. All texts of a stage count on one item, and those of one batch
 * would only stand in each other's way.
 */
export function limitsInTurn(limits: Limits): Limits {
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...limits,
    spend(attempts, now) {
      const turn = last.then(() => limits.spend(attempts, now))
      last = turn.catch(() => {})
      return turn
    },
  }
}
