import { endedByProvider } from '../../domain/leads/ended.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import { closedBy } from '../../domain/leads/release.ts'
import { closingDates } from '../../domain/leaving/closing-policy.ts'
import type { Member } from '../../domain/member/member.ts'
import type { SessionId } from '../../domain/values/ids.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { LeftIdentity, MemberRecord, Withdrawal } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { isSharedConnection } from '../visit/disconnect.ts'

export type ClosingWorld = Pick<World, 'stage' | 'providers' | 'identityClaims'> & ComposeWorld

/** Who closes an account: its member by a session, or an operator. */
export type ClosedBy = { readonly sessionId: SessionId } | { readonly operator: string }

/** All writes of closing an account at a time: by its member, or by an operator. */
export async function prepareClosing(
  world: ClosingWorld,
  { member, identities }: MemberRecord,
  by: ClosedBy,
  at: Date,
): Promise<Withdrawal> {
  const left = identities.map(async ({ provider, subject }): Promise<LeftIdentity> => {
    const identity = { provider, subject }
    const event = { id: world.ids.record(), type: 'identity.unlinked', at, identity, ...by } as const
    return { identity, shared: await isSharedConnection(world, identity), event }
  })
  const dates = closingDates(world.stage.closing, at)
  const notice = { kind: 'withdrawn', until: dates.restorableUntil } as const
  return {
    member,
    by: 'operator' in by ? 'operator' : by,
    deactivationId: world.ids.deactivation(),
    ...dates,
    closed: closedBy(member),
    identities: await Promise.all(left),
    gone: await goneClaims(world, member),
    event: { id: world.ids.record(), type: 'member.withdrawn', at, ...by },
    messages: noticeTo(world, { id: member.id, reach: reachOf(member, judgedAt(world)) }, notice),
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
