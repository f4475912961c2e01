import { classify } from '../../domain/classify.ts'
import type { ProviderProfile } from '../../domain/evidence.ts'
import type { VisitFacts } from '../../domain/facts.ts'
import type { Identity } from '../../domain/identity.ts'
import { isMemberRow, type NextStep, nextStep } from '../../domain/next-step.ts'
import { Problem } from '../../domain/problem.ts'
import type { World } from '../ports/world.ts'
import { gather } from './gather.ts'

/** Said by an act whose condition failed because the facts had changed under it. */
export const factsMoved: unique symbol = Symbol('facts moved')

/** Decisions in a row that may be overtaken by other devices before the visitor is asked to try again. */
const attempts = 3

/** What an anonymous visit asks us to do, by the table of cases. */
export function decide(facts: VisitFacts): NextStep {
  const outcome = classify(facts)
  if (isMemberRow(outcome)) throw new Error('an anonymous visit has the row of a signed-in one')
  return nextStep(outcome)
}

/**
 * Decides on current facts and acts on them; when somebody else was faster, decides again.
 * Throws `unavailable` if that goes on.
 */
export async function settle<Result>(
  world: World,
  visit: { readonly identity: Identity; readonly fetch: () => Promise<ProviderProfile> },
  act: (step: NextStep) => Promise<Result | typeof factsMoved>,
): Promise<Result> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const result = await act(decide(await gather(world, visit.identity, visit.fetch)))
    if (result !== factsMoved) return result
  }
  throw new Problem('unavailable', { retryAfter: 1 })
}
