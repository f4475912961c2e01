import type { OwnProof, ReturningMember } from '../../domain/leaving/reactivation.ts'
import { Problem } from '../../domain/values/problem.ts'
import { rowOf } from '../../domain/visit/outcome.ts'
import { type Refused, refusalOf } from '../../domain/visit/refusal.ts'
import type { SendReactivationWorld } from '../steps/send-reactivation.ts'
import { sendReactivation } from '../steps/send-reactivation.ts'

export type RefuseWorld = SendReactivationWorld

/**
 * Builds the problem of a refusing outcome. All doors use this function, so the messages of
 * rows 2, 6 and 23 are never forgotten. `signedInBy` is the member's own identity or passkey that has just signed in, `known`
 * are members as they were read a moment ago.
 */
export async function refuse(
  world: RefuseWorld,
  outcome: Refused,
  signedInBy?: OwnProof,
  known: readonly ReturningMember[] = [],
): Promise<Problem> {
  const { code, extras } = refusalOf(outcome)
  if (outcome.kind !== 'member_deactivated' && outcome.kind !== 'member_withdrawn') {
    return new Problem(code, extras, rowOf(outcome))
  }
  const { id } = outcome.member
  const read = known.find((member) => member.id === id)
  const offer = await sendReactivation(world, id, signedInBy, read)
  return new Problem(code, { ...extras, ...offer }, rowOf(outcome))
}
