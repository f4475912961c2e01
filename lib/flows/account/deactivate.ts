import { Problem } from '../../domain/values/problem.ts'
import { isFresh, staleSignIn } from '../linking/proof.ts'
import type { World } from '../ports/world.ts'

/**
 * Deactivates the signed-in member's account. Every session ends; a message reactivates the account. Throws
 * `invalid_token` and `insufficient_user_authentication`.
 */
export async function deactivate(
  world: Pick<World, 'clock' | 'ids' | 'tokens' | 'deactivations'>,
  bearer: string,
): Promise<void> {
  const now = world.clock.now()
  const { memberId, sessionId, authTime } = await world.tokens.access.read(bearer, 'fresh_enough')
  if (!isFresh(authTime, now)) throw staleSignIn()
  const event = { id: world.ids.record(), type: 'member.deactivated', at: now, sessionId } as const
  const deactivation = { memberId, sessionId, deactivationId: world.ids.deactivation(), event }
  const result = await world.deactivations.begin(deactivation, now)
  if (result === 'session_ended') throw new Problem('invalid_token')
}
