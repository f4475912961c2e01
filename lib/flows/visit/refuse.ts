import { defined } from '../../domain/values/defined.ts'
import { Problem } from '../../domain/values/problem.ts'
import { rowOf } from '../../domain/visit/outcome.ts'
import { type Refused, refusalOf } from '../../domain/visit/refusal.ts'
import type { World } from '../ports/world.ts'
import { sendReactivation } from '../steps/send-reactivation.ts'

/**
 * The problem that a refusing row is, with its row. Every door refuses by this one function, so that none forgets
 * the mail of rows 2, 6 and 23.
 */
export async function refuse(world: World, outcome: Refused): Promise<Problem> {
  const { code, extras } = refusalOf(outcome)
  if (outcome.kind !== 'member_deactivated' && outcome.kind !== 'member_withdrawn') {
    return new Problem(code, extras, rowOf(outcome))
  }
  const { id, restorableUntil } = outcome.member
  const mailSentTo = await sendReactivation(world, id)
  // Between the end of the grace period and the erasure there is nothing to promise any more.
  const isOver = restorableUntil !== undefined && restorableUntil <= world.clock.now()
  const { restorableUntil: until, ...rest } = extras
  const told = {
    ...rest,
    ...defined({ restorableUntil: isOver ? undefined : until, mailSentTo }),
  }
  return new Problem(code, told, rowOf(outcome))
}
