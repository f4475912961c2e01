import { isEnded } from '../../domain/leads/ended.ts'
import { mayUnlink } from '../../domain/leads/last-lead.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import { withoutEndedIdentity, withoutIdentity } from '../../domain/leads/without.ts'
import { survivingSessions } from '../../domain/session/surviving-sessions.ts'
import { defined } from '../../domain/values/defined.ts'
import { type Identity, type ProviderId, sameIdentity } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { missingValue, Problem } from '../../domain/values/problem.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import { isFresh, staleSignIn } from '../linking/proof.ts'
import type { MemberRecord, Removal } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { aboutIdentity, type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { showMember } from '../steps/show-member.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import type { EndAtProviderWorld } from '../visit/disconnect.ts'
import { endAtProvider, sharingOf } from '../visit/disconnect.ts'
import type { Decided, MemberResult } from '../visit/result.ts'

/** A member and its acting session. */
type Actor = Pick<Removal, 'memberId' | 'sessionId'>

/** The identity to unlink. */
export interface UnlinkRequest {
  readonly bearer: string
  readonly provider: ProviderId
  /** Required if the member has several identities at that provider. */
  readonly subject?: string | undefined
}

type UnlinkWorld = Pick<World, 'clock' | 'ids' | 'tokens' | 'members' | 'links'> &
  ComposeWorld &
  EndAtProviderWorld

/**
 * Unlinks an identity, never the last login method, and disconnects it at the provider (later, if
 * the provider does not respond now). An identity that its provider had ended goes for good, if anything else signs the
 * member in. The identity's other sessions end. Gives the member's new
 * state. Throws `invalid_token`, `insufficient_user_authentication`, `not_found`,
 * `invalid_request` and `last_login_method`.
 */
export async function unlink(world: UnlinkWorld, request: UnlinkRequest): Promise<Decided<MemberResult>> {
  const now = world.clock.now()
  const { memberId, sessionId, authTime } = await world.tokens.access.read(request.bearer, 'fresh_enough')
  if (!isFresh(authTime, now)) throw staleSignIn()
  return retryOnConflict(() => remove(world, { memberId, sessionId }, request, now))
}

async function remove(
  world: UnlinkWorld,
  by: Actor,
  request: UnlinkRequest,
  now: Date,
): Promise<Decided<MemberResult> | typeof conflict> {
  const record = await world.members.findWithSessions(by.memberId, by.sessionId, now)
  if (record === undefined) throw new Problem('invalid_token')
  const { member, session } = record
  const identity = chosen(record, request)
  if (!mayUnlink(member, identity, judgedAt(world))) throw new Problem('last_login_method')
  const ended = isEnded(member, identity) ? await endedClaim(world, member.id, identity) : undefined
  const shared = sharingOf(world, identity.provider)
  const survivors = survivingSessions(identity, member, record.sessions, now).filter(
    ({ id }) => id !== session.id,
  )
  const event = {
    id: world.ids.record(),
    type: 'identity.unlinked',
    at: now,
    identity,
    sessionId: by.sessionId,
  } as const
  const messages = noticeTo(
    world,
    { id: member.id, reach: reachOf(member, judgedAt(world)) },
    { kind: 'login_method_removed', method: identity.provider, at: now },
    aboutIdentity(identity),
  )
  const { version } = member
  const removal = {
    ...by,
    session,
    identity,
    version,
    shared,
    survivors,
    event,
    messages,
    ...defined({ ended }),
  }
  const removed = await world.links.remove(removal, now)
  switch (removed) {
    case 'removed': {
      // The connection of an ended identity has ended. If the person connected again, the sweep ends that.
      if (ended === undefined) await endAtProvider(world, { identity, shared })
      return { result: { outcome: 'unlinked', member: showMember(world, without(record, identity)) } }
    }
    case 'conflict':
      return conflict
    case 'not_linked':
      throw new Problem('not_found')
    case 'last_login_method':
      throw new Problem('last_login_method')
    case 'session_ended':
      throw new Problem('invalid_token')
    default:
      return removed satisfies never
  }
}

/** The claim of an ended identity. Throws `not_found` if its person has just linked it elsewhere. */
async function endedClaim(
  world: Pick<World, 'identityClaims'>,
  owner: MemberId,
  identity: Identity,
): Promise<IdentityClaim> {
  const claim = await world.identityClaims.find(identity)
  if (claim?.memberId !== owner) throw new Problem('not_found')
  return claim
}

/** A member without an identity, as its removal leaves it. */
function without(record: MemberRecord, identity: Identity): MemberRecord {
  const stays = (one: Identity): boolean => !sameIdentity(one, identity)
  return {
    ...record,
    member: withoutEndedIdentity(withoutIdentity(record.member, identity), identity),
    identities: record.identities.filter(stays),
    ended: record.ended.filter(stays),
    providerProfiles: record.providerProfiles.filter(stays),
  }
}

function chosen(
  { identities, ended }: Pick<MemberRecord, 'identities' | 'ended'>,
  { provider, subject }: UnlinkRequest,
): Identity {
  const matching = [...identities, ...ended].filter(
    (identity) => identity.provider === provider && (subject === undefined || identity.subject === subject),
  )
  const [one, another] = matching
  if (one === undefined) throw new Problem('not_found')
  if (another !== undefined) {
    throw new Problem('invalid_request', { errors: [{ pointer: '/subject', detail: missingValue }] })
  }
  return { provider: one.provider, subject: one.subject }
}
