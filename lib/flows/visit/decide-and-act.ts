import { Problem } from '../../domain/values/problem.ts'
import { type ActionKind, actionFor, isVisitOutcome, type VisitAction } from '../../domain/visit/action.ts'
import { classify } from '../../domain/visit/classify.ts'
import type { VisitFacts } from '../../domain/visit/facts.ts'
import { rowOf } from '../../domain/visit/outcome.ts'
import type { KnownCandidate, SessionRecord } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import type { Gathered, GatherWorld } from './gather.ts'
import { gather, type ProviderVisit } from './gather.ts'

/** Returned by an act whose condition failed because the facts had changed. */
export const conflict: unique symbol = Symbol('conflict')

/** The number of decisions that may meet a conflict before the client is asked to retry. */
const attempts = 3

/** Decides a visit by the table of cases, and notes the outcome in the log context. */
export function decide(world: Pick<World, 'addToLogContext'>, facts: VisitFacts): VisitAction {
  const outcome = classify(facts)
  if (!isVisitOutcome(outcome)) throw new Error('a visit has the outcome of an identity check')
  world.addToLogContext({ decided: outcome.kind, row: rowOf(outcome) })
  return actionFor(outcome)
}

/**
 * The effects of each action on one visit. Acting at once, recording for a ticket and acting on a pending
 * visit are one such table each, so a new action does not compile before every table has its effect. `known`
 * are the compared members, `own` is the signed-in member who was compared. A handler gives `conflict` if a condition of its
 * write failed.
 */
export type ActionHandlers<Result> = {
  readonly [Kind in ActionKind]: (
    action: VisitAction<Kind>,
    known: readonly KnownCandidate[],
    own?: SessionRecord,
  ) => Promise<Result | typeof conflict>
}

/** Acts on a decision by the table of effects. */
export const act = <Kind extends ActionKind, Result>(
  handlers: ActionHandlers<Result>,
  action: VisitAction<Kind>,
  { known, own }: Pick<Gathered, 'known' | 'own'>,
) => handlers[action.kind](action, known, own)

export type DecideAndActWorld = Pick<World, 'addToLogContext'> & GatherWorld

/**
 * Decides a visit on current facts and acts; decides again after a conflict. Throws as `retryOnConflict`
 * does.
 */
export const decideAndAct = <Result>(
  world: DecideAndActWorld,
  visit: ProviderVisit,
  handlers: ActionHandlers<Result>,
): Promise<Result> =>
  retryOnConflict(async () => {
    const { facts, ...read } = await gather(world, visit)
    return act(handlers, decide(world, facts), read)
  })

/**
 * Repeats an operation that gives `conflict`, each time on new facts. Throws
 * `unavailable` after three attempts.
 */
export async function retryOnConflict<Result>(
  once: () => Promise<Result | typeof conflict>,
): Promise<Result> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const result = await once()
    if (result !== conflict) return result
  }
  throw new Problem('unavailable', { retryAfter: 1 })
}
