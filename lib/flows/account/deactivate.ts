import { isReachable } from '../../domain/leads/contact.ts'
import { Problem } from '../../domain/values/problem.ts'
import { isFresh, staleSignIn } from '../linking/proof.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'

/**
 * Deactivates the signed-in member's account. Every session ends; a message reactivates the account, so a member whom
 * no message reaches cannot pause. Throws `invalid_token`, `insufficient_user_authentication` and `contact_required`.
 */
export async function deactivate(
  world: Pick<World, 'stage' | 'clock' | 'ids' | 'tokens' | 'members' | 'deactivations' | 'receivesTexts'>,
  bearer: string,
): Promise<void> {
  const { memberId, sessionId, authTime } = await world.tokens.access.read(bearer, 'fresh_enough')
  if (!isFresh(authTime, world.clock.now())) throw staleSignIn()
  await retryOnConflict(async () => {
    const at = judgedAt(world)
    const record = await world.members.findBySession(memberId, sessionId, at.now)
    if (record === undefined) throw new Problem('invalid_token')
    if (!isReachable(record.member, at, world.receivesTexts)) throw new Problem('contact_required')
    const event = { id: world.ids.record(), type: 'member.deactivated', at: at.now, sessionId } as const
    const { version } = record.member
    const deactivation = { memberId, version, sessionId, deactivationId: world.ids.deactivation(), event }
    const result = await world.deactivations.begin(deactivation, at.now)
    if (result === 'session_ended') throw new Problem('invalid_token')
    return result === 'conflict' ? conflict : result
  })
}
