import { classify } from '../../lib/domain/visit/classify.ts'
import type { Facts } from '../../lib/domain/visit/facts.ts'
import { rowOf } from '../../lib/domain/visit/outcome.ts'

/** Gives the outcome for these facts, with its row beside its name. */
export function decided(facts: Facts) {
  const outcome = classify(facts)
  return { ...outcome, row: rowOf(outcome) }
}
