import { endedByProvider } from '../../domain/leads/ended.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import { closedBy } from '../../domain/leads/release.ts'
import { closingDates } from '../../domain/leaving/closing-policy.ts'
import type { Member, Session } from '../../domain/member/member.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { LeftIdentity, MemberRecord, Withdrawal } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { sharingOf } from '../visit/disconnect.ts'

export type ClosingWorld = Pick<World, 'stage' | 'providers' | 'identityClaims'> & ComposeWorld

/** Who closes an account: its member by a session, or an operator. */
export type ClosedBy = { readonly session: Session } | { readonly operator: string }

const actorOf = (by: ClosedBy) => ('operator' in by ? by : { sessionId: by.session.id })

/** All writes of closing an account at a time: by its member, or by an operator. */
export async function prepareClosing(
  world: ClosingWorld,
  { member, identities }: MemberRecord,
  by: ClosedBy,
  at: Date,
): Promise<Withdrawal> {
  const actor = actorOf(by)
  const left = identities.map(({ provider, subject }): LeftIdentity => {
    const identity = { provider, subject }
    const event = { id: world.ids.record(), type: 'identity.unlinked', at, identity, ...actor } as const
    return { identity, shared: sharingOf(world, provider), event }
  })
  const dates = closingDates(world.stage.closing, at)
  const notice = { kind: 'withdrawn', until: dates.restorableUntil } as const
  return {
    member,
    by: 'operator' in by ? 'operator' : { sessionId: by.session.id, session: by.session },
    deactivationId: world.ids.deactivation(),
    ...dates,
    closed: closedBy(member),
    identities: left,
    gone: await goneClaims(world, member),
    event: { id: world.ids.record(), type: 'member.withdrawn', at, ...actor },
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
