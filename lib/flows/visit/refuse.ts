import type { OwnProof } from '../../domain/leaving/reactivation.ts'
import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import { rowOf } from '../../domain/visit/outcome.ts'
import { type Refused, refusalOf } from '../../domain/visit/refusal.ts'
import type { World } from '../ports/world.ts'
import type { SendReactivationWorld } from '../steps/send-reactivation.ts'
import { sendReactivation } from '../steps/send-reactivation.ts'

export type RefuseWorld = Pick<World, 'clock'> & SendReactivationWorld

/**
 * Builds the problem of a refusing outcome. All doors use this function, so the messages of
 * rows 2, 6 and 23 are never forgotten. `signedInBy` is the member's own identity or passkey that has just signed in.
 */
export async function refuse(world: RefuseWorld, outcome: Refused, signedInBy?: OwnProof): Promise<Problem> {
  const { code, extras } = refusalOf(outcome)
  if (outcome.kind !== 'member_deactivated' && outcome.kind !== 'member_withdrawn') {
    return new Problem(code, extras, rowOf(outcome))
  }
  const { id, restorableUntil } = outcome.member
  const offer = await sendReactivation(world, id, signedInBy)
  // After the grace period and before the erasure, no restore date is promised.
  const isOver = restorableUntil !== undefined && restorableUntil <= world.clock.now()
  const { restorableUntil: until, ...rest } = extras
  const shown = { ...rest, ...defined({ restorableUntil: isOver ? undefined : until }), ...offer }
  return new Problem(code, shown, rowOf(outcome))
}
