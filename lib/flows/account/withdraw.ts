import { Problem } from '../../domain/values/problem.ts'
import { isFresh, staleSignIn } from '../linking/proof.ts'
import type { World } from '../ports/world.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import type { EndAtProviderWorld } from '../visit/disconnect.ts'
import { endAllAtProviders } from '../visit/disconnect.ts'
import { type ClosingWorld, prepareClosing } from './prepare-closing.ts'

type WithdrawWorld = Pick<World, 'clock' | 'tokens' | 'members' | 'withdrawals'> &
  ClosingWorld &
  EndAtProviderWorld

/**
 * Closes the signed-in member's account. Every session ends, and every provider is asked to disconnect
 * (later, if one does not respond now). Until the grace period ends, the account can be restored and nobody
 * else gets its identities and contacts; then the sweep erases it. Throws `invalid_token` and
 * `insufficient_user_authentication`.
 */
export async function withdraw(world: WithdrawWorld, bearer: string): Promise<void> {
  const { memberId, sessionId, authTime } = await world.tokens.access.read(bearer, 'fresh_enough')
  if (!isFresh(authTime, world.clock.now())) throw staleSignIn()
  await retryOnConflict(async () => {
    const now = world.clock.now()
    const record = await world.members.findBySession(memberId, sessionId, now)
    if (record === undefined) throw new Problem('invalid_token')
    const withdrawal = await prepareClosing(world, record, { session: record.session }, now)
    const result = await world.withdrawals.begin(withdrawal, now)
    if (result === 'session_ended') throw new Problem('invalid_token')
    if (result === 'conflict') return conflict
    return endAllAtProviders(world, memberId, withdrawal.identities)
  })
}
