import type { Session } from '../../domain/member/member.ts'
import { claimsOf } from '../../domain/member/token-claims.ts'
import type { World } from '../ports/world.ts'

/**
 * The access token of a session. Where the stage wants facts of the member in it, they are read now: a token says
 * what was true when it was issued, and the next one says what is true then.
 */
export async function issueAccess(world: World, session: Session) {
  const wanted = world.stage.tokens.claims
  if (wanted.length === 0) return world.tokens.access.issue(session, {})
  return world.tokens.access.issue(session, claimsOf(wanted, await world.members.contacts(session.memberId)))
}
