import type { Session } from '../../domain/member/member.ts'
import { claimsOf } from '../../domain/member/token-claims.ts'
import type { World } from '../ports/world.ts'

/**
 * Issues the access token of a session. The member's claims, if the stage wants any, are read now: a token
 * states facts at its issue, and the next token states them again.
 */
export async function issueAccess(world: Pick<World, 'stage' | 'tokens' | 'members'>, session: Session) {
  const wanted = world.stage.tokens.claims
  if (wanted.length === 0) return world.tokens.access.issue(session, {})
  return world.tokens.access.issue(
    session,
    claimsOf(wanted, await world.members.verifiedFacts(session.memberId)),
  )
}
