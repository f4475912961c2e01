import type { Identity, ProviderId } from '../domain/identity.ts'
import { mayUnlink } from '../domain/may-unlink.ts'
import { Problem } from '../domain/problem.ts'
import { isFresh, staleSignIn } from './linking/proof.ts'
import { notify, reachOf } from './notify.ts'
import type { MemberRecord } from './ports/store.ts'
import type { World } from './ports/world.ts'
import type { Decided, MemberAnswer } from './visit/answer.ts'
import { endAtProvider } from './visit/disconnect.ts'
import { showMember } from './visit/show-member.ts'

/** Which identity is to go. */
export interface UnlinkRequest {
  readonly bearer: string
  readonly provider: ProviderId
  /** Needed when the member has several at that provider. */
  readonly subject?: string | undefined
}

/**
 * Removes a way of signing in, never the last one, and ends it at the provider (later, if the provider does
 * not answer now). Throws `invalid_token`, `insufficient_user_authentication`, `not_found`,
 * `invalid_request`, `last_login_method`.
 */
export async function unlink(world: World, request: UnlinkRequest): Promise<Decided<MemberAnswer>> {
  const now = world.clock.now()
  const { memberId, sessionId, authTime } = await world.tokens.access.read(request.bearer, 'fresh_enough')
  if (!isFresh(authTime, now)) throw staleSignIn()
  const before = await recordOf(world, { memberId, sessionId })
  const identity = chosen(before, request)
  if (!mayUnlink(before.member, identity)) throw new Problem('last_login_method')
  const shared = await isSharedConnection(world, identity)
  const event = { id: world.ids.record(), type: 'identity.unlinked', at: now, identity, sessionId } as const
  const removed = await world.links.remove({ memberId, sessionId, identity, shared, event }, now)
  switch (removed) {
    case 'removed': {
      await endAtProvider(world, { identity, shared })
      await notify(world, reachOf(before.member), { kind: 'way_removed', way: identity.provider, at: now })
      const after = await recordOf(world, { memberId, sessionId })
      return { answer: { outcome: 'unlinked', member: showMember(after) } }
    }
    case 'not_linked':
      throw new Problem('not_found')
    case 'last_way':
      throw new Problem('last_login_method')
    case 'session_ended':
      throw new Problem('invalid_token')
    default:
      return removed satisfies never
  }
}

async function recordOf(
  world: World,
  by: Pick<Parameters<World['links']['remove']>[0], 'memberId' | 'sessionId'>,
): Promise<MemberRecord> {
  const record = await world.members.findBySession(by.memberId, by.sessionId, world.clock.now())
  if (record === undefined) throw new Problem('invalid_token')
  return record
}

function chosen({ identities }: MemberRecord, { provider, subject }: UnlinkRequest): Identity {
  const there = identities.filter(
    (identity) => identity.provider === provider && (subject === undefined || identity.subject === subject),
  )
  const [one, another] = there
  if (one === undefined) throw new Problem('not_found')
  if (another !== undefined) {
    throw new Problem('invalid_request', { errors: [{ pointer: '/subject', detail: 'is required' }] })
  }
  return { provider: one.provider, subject: one.subject }
}

/**
 * What cannot be known counts as shared: a sibling's member is never thrown out. Where there is a sibling, what
 * the identity's last visit showed says nothing: the person may have joined the sibling since.
 */
async function isSharedConnection(world: World, identity: Identity): Promise<boolean> {
  if (world.stage.match.siblingTags.length > 0) return true
  return (await world.identityClaims.find(identity))?.shared === true
}
