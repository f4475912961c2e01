import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import { actionFor, isVisitOutcome } from '../../domain/visit/action.ts'
import { classify } from '../../domain/visit/classify.ts'
import type { World } from '../ports/world.ts'
import { type Answer, type Decided, decided } from '../visit/answer.ts'
import { handOver } from '../visit/ask-again.ts'
import { endAtProvider } from '../visit/disconnect.ts'
import { factsOfStranger } from '../visit/gather.ts'
import { askToRegister } from '../visit/pending-visit.ts'
import { refuse } from '../visit/refuse.ts'
import type { Questioned } from './question.ts'

/**
 * The visitor said no: the visit ends, and so does the connection at the provider (later, if the provider
 * does not answer now). Throws `identity_taken` when the same person finished on another device: then
 * nothing is ended.
 */
export async function decline(world: World, pending: Questioned): Promise<Decided<Answer>> {
  await end(world, pending)
  return { answer: { outcome: 'declined' } }
}

async function end(world: World, pending: Questioned): Promise<void> {
  const result = await world.pendingConnections.decline(pending, world.clock.now())
  if (result === 'used') throw new Problem('token_used')
  if (result === 'elsewhere') throw new Problem('identity_taken')
  await endAtProvider(world, { identity: pending.profile.identity, shared: pending.shared })
}

/**
 * What of the question the visitor keeps: addresses that were typed in and proven, unless a member has verified
 * them too (a yes would have been enough there).
 */
const ownContacts = ({ held, typed, question }: Questioned) => ({
  held,
  ...defined({ typed: question.needs === 'sign_in' ? typed : undefined }),
})

/**
 * "That is not me": the visit goes on to sign up, without the contacts that a member holds. What registering
 * needs is asked only now (rows 4 and 13). Throws `identity_taken` after an equal CI: one person, one account.
 */
export async function continueAsNew(world: World, pending: Questioned): Promise<Decided<Answer>> {
  if (!pending.question.mayRegister) throw new Problem('identity_taken')
  const outcome = classify(factsOfStranger(world, pending.profile))
  const step = isVisitOutcome(outcome) ? actionFor(outcome) : undefined
  if (step?.kind === 'disconnect_and_refuse') {
    await end(world, pending)
    throw await refuse(world, step.outcome)
  }
  const handed = await handOver(world, pending, { question: undefined, ...ownContacts(pending) })
  const isFamily = outcome.kind === 'registration_required' && outcome.variant === 'family_member'
  return decided(outcome, await askToRegister(world, handed, isFamily))
}
