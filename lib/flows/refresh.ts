import type { Session } from '../domain/member/member.ts'
import { judgeRefresh, type RefreshVerdict, retried, rotated } from '../domain/session/refresh.ts'
import { Problem } from '../domain/values/problem.ts'
import type { AddedClaims } from './ports/added-claims.ts'
import type { RefreshName } from './ports/tokens.ts'
import type { World } from './ports/world.ts'
import { issueAccess } from './steps/access-token.ts'
import { type AddedClaimsWorld, addedClaims } from './steps/hooks/added-claims.ts'

/** A renewed session. */
export interface Refreshed {
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  readonly expiresIn: number
  readonly refreshToken: string
  readonly clientId: Session['clientId']
}

type RefreshWorld = Pick<World, 'stage' | 'clock' | 'tokens' | 'report' | 'members' | 'sessions'> &
  AddedClaimsWorld

/**
 * Renews a session by its refresh token. The current token rotates. A replaced one returns the current one
 * for a few seconds, and longer while nobody has used that, since the response may have got lost. Otherwise an
 * authentic old token ends the session, since somebody holds a copy (RFC 9700, section 4.14.2). Throws
 * `invalid_token` if nothing is renewed, and `hook_failed`, after which the same token renews the session.
 */
export async function refresh(world: RefreshWorld, token: string): Promise<Refreshed> {
  const name = world.tokens.refresh.read(token)
  if (name === undefined) throw new Problem('invalid_token')
  // The second attempt resolves a race: the loser now holds the previous token.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const found = await world.sessions.find(name.memberId, name.sessionId)
    if (found === undefined) break
    const verdict = judgeRefresh(found.session, found.authState, name, world.clock.now())
    const refreshed = await act(world, verdict, found.session, name)
    if (refreshed !== 'moved_on') return refreshed
  }
  throw new Problem('invalid_token')
}

/** Acts on a verdict. `moved_on`: the session has changed since it was read. Throws `invalid_token`. */
async function act(
  world: RefreshWorld,
  verdict: RefreshVerdict,
  session: Session,
  { generation }: RefreshName,
): Promise<Refreshed | 'moved_on'> {
  const { memberId, id: sessionId } = session
  switch (verdict) {
    case 'rotate':
      return rotate(world, session, generation)
    case 'repeat':
      return again(world, session, await addedClaims(world, memberId))
    case 'retry': {
      const added = await addedClaims(world, memberId)
      const result = await world.sessions.recordLateRetry(session, retried(session, world.clock.now()))
      return result === 'recorded' ? again(world, session, added) : 'moved_on'
    }
    case 'reused':
      await world.sessions.end(memberId, sessionId)
      world.report({ event: 'refresh_token_reused', sessionId, memberId })
      throw new Problem('invalid_token')
    case 'dead':
      throw new Problem('invalid_token')
    default:
      return verdict satisfies never
  }
}

/** The current token of the session again. */
const again = (
  world: Pick<World, 'stage' | 'tokens' | 'members'>,
  session: Session,
  added: AddedClaims,
): Promise<Refreshed> => refreshedOf(world, session, world.tokens.refresh.repeat(session), added)

async function rotate(world: RefreshWorld, session: Session, from: number): Promise<Refreshed | 'moved_on'> {
  const { memberId, id: sessionId, generation } = session
  const derived = world.tokens.refresh.derive({ memberId, sessionId, generation: from + 1 })
  const added = await addedClaims(world, memberId)
  const next = rotated(session, from, derived, world.stage.sessions, world.clock.now())
  const result = await world.sessions.rotate(next, generation)
  // The member is not active, or the session has changed. The second attempt finds out.
  return result === 'rotated' ? refreshedOf(world, next, derived.token, added) : 'moved_on'
}

async function refreshedOf(
  world: Pick<World, 'stage' | 'tokens' | 'members'>,
  session: Session,
  refreshToken: string,
  added: AddedClaims,
): Promise<Refreshed> {
  const access = await issueAccess(world, session, added)
  return { ...access, tokenType: 'Bearer', refreshToken, clientId: session.clientId }
}
