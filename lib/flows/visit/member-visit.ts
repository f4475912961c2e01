import { agreementsIn } from '../../domain/consent/agreement.ts'
import { syncedConsents } from '../../domain/consent/synced-consents.ts'
import { termsInForce } from '../../domain/consent/terms-in-force.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import { identityMethod, type Member } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { ClientId, MemberId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { MemberVisitor } from '../../domain/visit/oauth-request.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import { storedProviderProfileOf } from '../../domain/visit/provider-profile.ts'
import type { StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { Adding, Once, SessionRecord, TicketUse } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { reauthenticated } from '../steps/access-token.ts'
import { aboutIdentity, type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { type ReleaseEndedWorld, releaseEnded } from '../steps/ended/release-ended.ts'
import { type AddedClaimsWorld, addedClaims } from '../steps/hooks/added-claims.ts'
import { type BeforeLinkWorld, beforeLink } from '../steps/hooks/before-link.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { showMember, withLinked } from '../steps/show-member.ts'
import type { AskToMergeWorld } from './ask-to-merge.ts'
import { askToMerge } from './ask-to-merge.ts'
import { type ActionHandlers, conflict } from './decide-and-act.ts'
import {
  type Decided,
  decided,
  type MemberResult,
  type MergeConfirmationRequired,
  type Reauthenticated,
} from './result.ts'

/** A signed-in member's visit whose decision is acted on. */
export interface MemberVisit {
  /** Absent for a sign-in, which no action of a member follows. */
  readonly visitor?: MemberVisitor | undefined
  readonly identity: Identity
  readonly clientId: ClientId
  /** The time of the sign-in at the provider, which determines how fresh the proof is. */
  readonly authTime: Date
  readonly fetchProfile: () => Promise<ProviderProfile>
  readonly once: Once | 'written_before'
  /** The ticket that linking consumes in its transaction, in place of `once`. */
  readonly linkingTicket?: TicketUse
  /** The problem of a link or a reauthentication whose visit or ticket was used. Default: `token_used`. */
  readonly usedUp?: 'invalid_ticket'
  /** The sealed token for disconnecting, unless the claim has it already. */
  readonly storedToken?: StoredProviderToken
  /** The client's PKCE challenge (S256), for a question that may follow. */
  readonly codeChallenge: string
  /** The pending visit that a redirect flow stored. */
  readonly pending?: PendingConnection
}

type MemberActions = Pick<
  ActionHandlers<Decided<MemberResult | MergeConfirmationRequired | Reauthenticated>>,
  'link' | 'already_linked' | 'merge' | 'reauthenticate'
>

export type ActForMemberWorld = Pick<
  World,
  'stage' | 'clock' | 'ids' | 'sessions' | 'links' | 'members' | 'identityChecks'
> &
  ComposeWorld &
  AskToMergeWorld &
  AddedClaimsWorld &
  BeforeLinkWorld &
  ReleaseEndedWorld

/**
 * Rows 14 to 17: the effects of a signed-in member's actions. Each throws `invalid_token` if the
 * starting session is not alive, and `token_used`; merging also throws `merge_not_allowed` for a member
 * who cannot be merged, without any detail.
 */
export const actForMember = (world: ActForMemberWorld, visit: MemberVisit): MemberActions => ({
  link: async ({ member: { version } }, _known, own) => {
    const visiting = ofMember(visit)
    return linkIdentity(world, visiting, own ?? (await recordOf(world, visiting)), version)
  },
  already_linked: async () => {
    const member = showMember(world, await recordOf(world, ofMember(visit)))
    return decided({ kind: 'already_linked' }, { outcome: 'already_linked', member })
  },
  merge: async ({ other }) => askToMerge(world, mergeFound(ofMember(visit), other.id)),
  reauthenticate: async () => reauthenticate(world, ofMember(visit)),
})

type OwnVisit = MemberVisit & { readonly visitor: MemberVisitor }

/**
 * The visit of a signed-in member. Throws an `Error` for an anonymous visit,
 * which never reaches these actions.
 */
function ofMember({ visitor, ...visit }: MemberVisit): OwnVisit {
  if (visitor === undefined) throw new Error('an anonymous visit has the row of a signed-in one')
  return { ...visit, visitor }
}

/** The visit's identity belongs to another member, so one person has two accounts. */
const mergeFound = ({ visitor, identity, codeChallenge, once }: OwnVisit, otherId: MemberId) => {
  const { memberId, sessionId } = visitor
  const { provider, subject } = identity
  const basis = { kind: 'identity', identity: { provider, subject } } as const
  return { memberId, sessionId, otherId, basis, codeChallenge, once }
}

async function recordOf(
  world: Pick<World, 'clock' | 'members'>,
  { visitor }: OwnVisit,
): Promise<SessionRecord> {
  const { memberId, sessionId } = visitor
  const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
  if (record === undefined) throw new Problem('invalid_token')
  return record
}

/** The CI that the provider tells of a member who has none, if nobody else has it. Otherwise nothing is read. */
async function freeCiOf(
  { identityChecks }: Pick<World, 'identityChecks'>,
  member: Member,
  { ci }: ProviderProfile,
): Promise<Adding['ci']> {
  if (ci === undefined || member.ci !== undefined) return undefined
  return (await identityChecks.owners({ ci })).ci === undefined ? ci : undefined
}

async function linkIdentity(
  world: ActForMemberWorld,
  visit: OwnVisit,
  { session, ...record }: SessionRecord,
  comparedVersion: number | undefined,
): Promise<Decided<MemberResult> | typeof conflict> {
  const { visitor, identity, once, linkingTicket, storedToken, pending } = visit
  const now = world.clock.now()
  const { memberId, sessionId } = visitor
  const profile = await visit.fetchProfile()
  const { member } = record
  const [asked, ci] = await Promise.all([
    beforeLink(world, member, { clientId: visit.clientId, profile }),
    freeCiOf(world, member, profile),
  ])
  const providerProfile = storedProviderProfileOf(profile, now)
  const terms = termsInForce(world.stage.terms, now)
  const consents = syncedConsents(profile, terms, now, visit.clientId)
  const adding: Adding = {
    memberId,
    sessionId,
    session,
    identity: { ...identity, linkedAt: now, lastUsedAt: now },
    consents,
    agreements: agreementsIn(consents, terms),
    event: { id: world.ids.record(), type: 'identity.linked', at: now, identity, sessionId },
    ...defined({ version: comparedVersion ?? asked?.version ?? (ci && member.version) }),
    ...defined({ providerProfile, pending, storedToken, ci, attributes: asked?.attributes }),
    messages: noticeTo(
      world,
      { id: memberId, reach: reachOf(member, judgedAt(world)) },
      { kind: 'login_method_added', method: identity.provider, at: now },
      aboutIdentity(identity),
    ),
  }
  const result = await world.links.add(adding, linkingTicket ?? once, now)
  switch (result) {
    case 'linked':
      return decided(
        { kind: 'linked' },
        { outcome: 'linked', member: showMember(world, withLinked(record, adding)) },
      )
    case 'used':
      throw new Problem(visit.usedUp ?? 'token_used')
    case 'ended_elsewhere':
      // Decided again: the identity is new by now, or signs the other member in.
      await releaseEnded(world, identity)
      return conflict
    case 'conflict':
      return conflict
    case 'session_ended':
      throw new Problem('invalid_token')
    default:
      return result satisfies never
  }
}

async function reauthenticate(
  world: ActForMemberWorld,
  { visitor, identity, authTime, once, usedUp, storedToken }: OwnVisit,
): Promise<Decided<Reauthenticated> | typeof conflict> {
  const { memberId, sessionId } = visitor
  const now = world.clock.now()
  const signIn = { authTime, amr: [identity.provider], identity }
  const added = await addedClaims(world, memberId)
  const result = await world.sessions.reauthenticate(
    memberId,
    sessionId,
    signIn,
    identityMethod(identity),
    once,
    now,
    storedToken,
  )
  if (result === 'used') throw new Problem(usedUp ?? 'token_used')
  if (result === 'conflict') return conflict
  if (result === 'session_ended') throw new Problem('invalid_token')
  return decided({ kind: 'reauthenticated' }, await reauthenticated(world, { memberId, sessionId }, added))
}
