import type { Session } from '../../domain/member/member.ts'
import { claimsOf, type MemberClaims } from '../../domain/member/token-claims.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { AddedClaims } from '../ports/added-claims.ts'
import type { Access } from '../ports/tokens.ts'
import type { World } from '../ports/world.ts'
import type { Reauthenticated } from '../visit/result.ts'

/**
 * Issues the access token of a session, with the claims that the service adds. The member's claims, if the stage wants
 * any and they are not `known` from the transaction of the sign-in, are read now: a token states facts at its issue, and
 * the next token states them again.
 */
export async function issueAccess(
  world: Pick<World, 'stage' | 'tokens' | 'members'>,
  session: Session,
  added: AddedClaims,
  known?: MemberClaims,
) {
  const wanted = world.stage.tokens.claims
  if (wanted.length === 0) return world.tokens.access.issue(session, {}, added)
  const claims = known ?? claimsOf(wanted, await world.members.verifiedFacts(session.memberId))
  return world.tokens.access.issue(session, claims, added)
}

/**
 * The result of a re-authentication: an access token with the session's fresh `auth_time`. Throws `invalid_token` for a
 * session that is gone.
 */
export async function reauthenticated(
  world: Pick<World, 'stage' | 'tokens' | 'members' | 'sessions'>,
  { memberId, sessionId }: Pick<Access, 'memberId' | 'sessionId'>,
  added: AddedClaims,
): Promise<Reauthenticated> {
  const found = await world.sessions.find(memberId, sessionId)
  if (found === undefined) throw new Problem('invalid_token')
  const access = await issueAccess(world, found.session, added)
  return { outcome: 'reauthenticated', ...access, tokenType: 'Bearer', user_mapping: 'RECERTIFICATION' }
}
