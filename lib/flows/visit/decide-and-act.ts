import { Problem } from '../../domain/values/problem.ts'
import { isVisitOutcome, type NextStep, nextStep } from '../../domain/visit/action.ts'
import { classify } from '../../domain/visit/classify.ts'
import type { VisitFacts } from '../../domain/visit/facts.ts'
import type { KnownCandidate } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { type Arriving, gather } from './gather.ts'

/** Said by an act whose condition failed because the facts had changed under it. */
export const factsMoved: unique symbol = Symbol('facts moved')

/** Decisions in a row that may be overtaken by other devices before the visitor is asked to try again. */
const attempts = 3

/** What a visit asks us to do, by the table of cases. */
export function decide(world: Pick<World, 'note'>, facts: VisitFacts): NextStep {
  const outcome = classify(facts)
  if (!isVisitOutcome(outcome)) throw new Error('a visit has the outcome of an identity check')
  world.note({ decided: outcome.kind, row: outcome.row })
  return nextStep(outcome)
}

/** Acts on a decision; `known` are the members that were compared. */
export type Act<Result> = (
  step: NextStep,
  known: readonly KnownCandidate[],
) => Promise<Result | typeof factsMoved>

/** Decides on current facts and acts on them; when somebody else was faster, decides again. */
export const settle = <Result>(world: World, visit: Arriving, act: Act<Result>): Promise<Result> =>
  whileFactsMove(async () => {
    const { facts, known } = await gather(world, visit)
    return act(decide(world, facts), known)
  })

/** Tries what may be overtaken by other devices, each time on new facts. Throws `unavailable` if that goes on. */
export async function whileFactsMove<Result>(
  once: () => Promise<Result | typeof factsMoved>,
): Promise<Result> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const result = await once()
    if (result !== factsMoved) return result
  }
  throw new Problem('unavailable', { retryAfter: 1 })
}
