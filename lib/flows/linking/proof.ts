import type { MemberId, SessionId } from '../../domain/values/ids.ts'
import { lifetimes } from '../../domain/values/lifetimes.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { LinkQuestion, LinkTarget } from '../../domain/visit/pending-connection.ts'
import type { SessionRecord } from '../ports/store.ts'
import type { World } from '../ports/world.ts'

/** The member to link to, and the member's session if there is one. */
export interface Proof {
  readonly target: LinkTarget
  readonly sessionId?: SessionId
}

/** The problem for a missing or stale sign-in (RFC 9470). */
export const staleSignIn = (): Problem =>
  new Problem('insufficient_user_authentication', { maxAge: lifetimes.freshSignIn })

/** Whether a sign-in is recent enough to prove something. */
export const isFresh = (authTime: Date, now: Date): boolean =>
  now.getTime() - authTime.getTime() <= lifetimes.freshSignIn * 1000

/**
 * The proof of a yes to a link question. A full match needs only the visitor's yes; any other match needs a
 * candidate's fresh sign-in, by any login method. Only this visit's own candidates count. Throws
 * `invalid_token`, `insufficient_user_authentication`, and `reauthentication_mismatch` for another member.
 */
export async function proofOf(
  world: Pick<World, 'clock' | 'tokens'>,
  { needs, candidates }: LinkQuestion,
  bearer: string | undefined,
): Promise<Proof> {
  if (bearer === undefined) {
    const [only] = candidates
    if (needs === 'sign_in' || only === undefined) throw staleSignIn()
    return { target: only }
  }
  const { memberId, sessionId, authTime } = await world.tokens.access.read(bearer, 'fresh_enough')
  const target = candidates.find((candidate) => candidate.memberId === memberId)
  if (target === undefined) throw new Problem('reauthentication_mismatch')
  if (needs === 'sign_in' && !isFresh(authTime, world.clock.now())) throw staleSignIn()
  // A recovery ends every session, so it opens one.
  return target.recovers === undefined ? { target, sessionId } : { target }
}

/** A signed-in member's session. */
export interface FreshSession {
  readonly memberId: MemberId
  readonly sessionId: SessionId
}

/**
 * The session of an access token whose sign-in is recent enough to prove something. Whether the session is alive is
 * not checked. Throws `invalid_token`, and `insufficient_user_authentication` for a missing token or an old sign-in.
 */
export async function freshSession(
  world: Pick<World, 'clock' | 'tokens'>,
  bearer: string | undefined,
): Promise<FreshSession> {
  if (bearer === undefined) throw staleSignIn()
  const { memberId, sessionId, authTime } = await world.tokens.access.read(bearer, 'fresh_enough')
  if (!isFresh(authTime, world.clock.now())) throw staleSignIn()
  return { memberId, sessionId }
}

/** A member with everything that is shown to it. Throws `invalid_token` if the session is not alive. */
export async function ownRecord(
  world: Pick<World, 'clock' | 'members'>,
  { memberId, sessionId }: FreshSession,
  marks?: 'unmarked',
): Promise<SessionRecord> {
  const record = await world.members.findBySession(memberId, sessionId, world.clock.now(), marks)
  if (record === undefined) throw new Problem('invalid_token')
  return record
}
