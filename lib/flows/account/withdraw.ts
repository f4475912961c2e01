import { endedByProvider } from '../../domain/leads/ended.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import { closedBy } from '../../domain/leads/release.ts'
import { closingDates } from '../../domain/leaving/closing-policy.ts'
import type { Member } from '../../domain/member/member.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import { isFresh, staleSignIn } from '../linking/proof.ts'
import type { LeftIdentity, MemberRecord, Withdrawal } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import type { EndAtProviderWorld } from '../visit/disconnect.ts'
import { endAtProvider, isSharedConnection } from '../visit/disconnect.ts'

type WithdrawWorld = Pick<World, 'clock' | 'ids' | 'tokens' | 'members' | 'withdrawals'> &
  ComposeWorld &
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
    const withdrawal = await prepare(world, record, { sessionId, now })
    const result = await world.withdrawals.begin(withdrawal, now)
    if (result === 'session_ended') throw new Problem('invalid_token')
    if (result === 'conflict') return conflict
    return disconnectAll(world, record, withdrawal)
  })
}

async function prepare(
  world: Pick<World, 'stage' | 'providers' | 'identityClaims'> & ComposeWorld,
  { member, identities }: MemberRecord,
  { sessionId, now: at }: { readonly sessionId: Withdrawal['sessionId']; readonly now: Date },
): Promise<Withdrawal> {
  const left = identities.map(async ({ provider, subject }): Promise<LeftIdentity> => {
    const identity = { provider, subject }
    const event = { id: world.ids.record(), type: 'identity.unlinked', at, identity, sessionId } as const
    return { identity, shared: await isSharedConnection(world, identity), event }
  })
  const dates = closingDates(world.stage.closing, at)
  const notice = { kind: 'withdrawn', until: dates.restorableUntil } as const
  return {
    member,
    sessionId,
    deactivationId: world.ids.deactivation(),
    ...dates,
    closed: closedBy(member),
    identities: await Promise.all(left),
    gone: await goneClaims(world, member),
    event: { id: world.ids.record(), type: 'member.withdrawn', at, sessionId },
    messages: noticeTo(world, { id: member.id, reach: reachOf(member) }, notice),
  }
}

/** The claims of the identities that their provider had ended. */
async function goneClaims(
  world: Pick<World, 'identityClaims'>,
  member: Member,
): Promise<readonly IdentityClaim[]> {
  const claims = await Promise.all(
    endedByProvider(member).map((identity) => world.identityClaims.find(identity)),
  )
  return claims.flatMap((claim) => (claim?.memberId === member.id ? [claim] : []))
}

/** All providers in parallel, so that a slow one delays no other. */
async function disconnectAll(
  world: WithdrawWorld,
  { member }: MemberRecord,
  { identities }: Withdrawal,
): Promise<void> {
  const disconnects = identities.map(({ identity, shared }) =>
    endAtProvider(world, { identity, shared, owner: member.id }),
  )
  await Promise.all(disconnects)
}
