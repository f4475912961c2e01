import { Problem } from '../../domain/problem.ts'
import { type Refused, refusalOf } from '../../domain/refusal.ts'
import type { World } from '../ports/world.ts'
import { inviteBack } from '../reactivation/invite.ts'

/**
 * The problem that a refusing row is, with its row. Every door refuses by this one function, so that none forgets
 * the mail of rows 2 and 6.
 */
export async function refuse(world: World, outcome: Refused): Promise<Problem> {
  const { code, extras } = refusalOf(outcome)
  if (outcome.kind !== 'member_deactivated') return new Problem(code, extras, outcome.row)
  const mailSentTo = await inviteBack(world, outcome.member.id)
  return new Problem(code, { ...extras, ...(mailSentTo === undefined ? {} : { mailSentTo }) }, outcome.row)
}
