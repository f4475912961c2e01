import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import { actionFor, isVisitOutcome } from '../../domain/visit/action.ts'
import { classify } from '../../domain/visit/classify.ts'
import type { PendingState } from '../../domain/visit/pending-visit.ts'
import type { World } from '../ports/world.ts'
import { handOver } from '../visit/ask-again.ts'
import type { EndAtProviderWorld } from '../visit/disconnect.ts'
import { endAtProvider } from '../visit/disconnect.ts'
import { factsOfStranger } from '../visit/gather.ts'
import { askToRegister } from '../visit/pending-visit.ts'
import type { RefuseWorld } from '../visit/refuse.ts'
import { refuse } from '../visit/refuse.ts'
import { type Decided, decided, type FlowResult } from '../visit/result.ts'
import type { Questioned } from './question.ts'

/**
 * Declines a question: ends the visit and disconnects at the provider (later, if the provider does not
 * respond now). Throws `token_used`, and `identity_taken` if the same person finished on another
 * device; nothing is disconnected then.
 */
export async function decline(world: EndPendingWorld, pending: Questioned): Promise<Decided<FlowResult>> {
  await endPending(world, pending)
  return { result: { outcome: 'declined' } }
}

type EndPendingWorld = Pick<World, 'clock' | 'pendingConnections'> & EndAtProviderWorld

async function endPending(world: EndPendingWorld, pending: Questioned): Promise<void> {
  const result = await world.pendingConnections.decline(pending, world.clock.now())
  if (result.kind === 'used') throw new Problem('token_used')
  if (result.kind === 'elsewhere') throw new Problem('identity_taken')
  const { identity } = pending.profile
  await endAtProvider(world, { identity, shared: pending.shared, owner: result.owner })
}

/** The contacts that the visitor keeps: the proven ones, except those that a member keeps. */
function ownContacts({
  held,
  typed = {},
  question: { keeps = [] },
}: Questioned): Omit<PendingState, 'question'> {
  const own = defined({
    email: keeps.includes('email') ? undefined : typed.email,
    phone: keeps.includes('phone') ? undefined : typed.phone,
  })
  return Object.keys(own).length === 0 ? { held } : { held, typed: own }
}

type ContinueAsNewWorld = Pick<World, 'attributes' | 'calendar'> & EndPendingWorld & RefuseWorld

/**
 * Continues with a sign-up, without the contacts of members. Rows 4 and 13 apply only now, since they
 * concern registration. Throws `token_used`, the problems of rows 4 and 13, and `identity_taken` after an
 * equal CI, since one person has one account.
 */
export async function continueAsNew(
  world: ContinueAsNewWorld,
  pending: Questioned,
): Promise<Decided<FlowResult>> {
  if (!pending.question.mayRegister) throw new Problem('identity_taken')
  const outcome = classify(factsOfStranger(world, pending.profile))
  const step = isVisitOutcome(outcome) ? actionFor(outcome) : undefined
  if (step?.kind === 'disconnect_and_refuse') {
    await endPending(world, pending)
    throw await refuse(world, step.outcome)
  }
  const handed = await handOver(world, pending, { question: undefined, ...ownContacts(pending) })
  const isFamily = outcome.kind === 'registration_required' && outcome.variant === 'family_member'
  return decided(outcome, await askToRegister(world, handed, isFamily))
}
