import { Problem } from '../../domain/values/problem.ts'
import type { OutcomeName } from '../../domain/visit/outcome.ts'
import type { World } from '../ports/world.ts'
import { type ReleaseEndedWorld, releaseEnded } from '../steps/ended/release-ended.ts'
import { isPersonFree } from '../steps/ended/vacate.ts'
import type { ActOnPendingWorld } from '../visit/act-on-pending.ts'
import { actOnPending, pendingAgain } from '../visit/act-on-pending.ts'
import type { DecideAndActWorld } from '../visit/decide-and-act.ts'
import { decideAndAct } from '../visit/decide-and-act.ts'
import type { Decided, FlowResult } from '../visit/result.ts'
import { linked, type PrepareLinkWorld, prepareLink } from './prepare-link.ts'
import type { Proof } from './proof.ts'
import type { Questioned } from './question.ts'

export type AcceptWorld = Pick<World, 'links'> &
  PrepareLinkWorld &
  ActOnPendingWorld &
  DecideAndActWorld &
  ReleaseEndedWorld

/**
 * Links the visit in one transaction, under the condition that the member is unchanged since the question.
 * Otherwise the visit is decided again, and the visitor gets the new outcome. Throws `token_used`,
 * `invalid_token`, `identity_taken` and the problems of refusing rows.
 */
export async function accept(
  world: AcceptWorld,
  pending: Questioned,
  proof: Proof,
): Promise<Decided<FlowResult>> {
  const { linking, resultOf } = await prepareLink(world, pending, proof, outcomeOf(pending))
  const result = await world.links.complete(linking, world.clock.now())
  switch (result) {
    case 'linked':
      return resultOf()
    case 'used':
      throw new Problem('token_used')
    case 'session_ended':
      throw new Problem('invalid_token')
    case 'person_known':
      if (await isPersonFree(world, pending.profile, proof.target.memberId))
        return accept(world, pending, proof)
      throw new Problem('identity_taken')
    case 'ended_elsewhere':
      // The person links the identity here, so the member at whom it had ended loses it.
      return (await releaseEnded(world, pending.profile.identity)) === 'released'
        ? accept(world, pending, proof)
        : decideAgain(world, pending, proof)
    case 'conflict':
    case 'elsewhere':
    case 'gone':
      return decideAgain(world, pending, proof)
    default:
      return result satisfies never
  }
}

/**
 * The name of the question's outcome. After a sign-in as a candidate, a proof question is a partial match, unless an
 * identity check has found the candidate.
 */
const outcomeOf = ({ question }: Questioned): OutcomeName =>
  question.needs === 'consent' || question.full === true
    ? { kind: 'link_confirmation_required' }
    : { kind: 'link_proof_required', variant: 'partial' }

/** The facts have changed: the same person finished elsewhere, or the member has changed. */
function decideAgain(world: AcceptWorld, pending: Questioned, proof: Proof): Promise<Decided<FlowResult>> {
  const handlers = actOnPending(world, pending)
  return decideAndAct(world, pendingAgain(pending), {
    ...handlers,
    // Another visit linked the identity. With a bearer token, it must be linked to the same member.
    sign_in: async (action, known) => {
      if (proof.sessionId === undefined) return handlers.sign_in(action, known)
      if (action.member.id !== proof.target.memberId) throw new Problem('identity_taken')
      return linked(world, outcomeOf(pending), { memberId: action.member.id, sessionId: proof.sessionId })
    },
  })
}
