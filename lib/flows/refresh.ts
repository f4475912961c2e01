import type { MemberAuthState, Session } from '../domain/member/member.ts'
import { judgeRefresh, rotated } from '../domain/session/session.ts'
import { Problem } from '../domain/values/problem.ts'
import type { World } from './ports/world.ts'
import { issueAccess } from './steps/access-token.ts'

/** A renewed session. */
export interface Refreshed {
  readonly accessToken: string
  readonly tokenType: 'Bearer'
  readonly expiresIn: number
  readonly refreshToken: string
  readonly clientId: Session['clientId']
}

/**
 * Renews a session by its refresh token. The current token rotates. The previous one returns the
 * current one for a few seconds without a write, since the response may have got lost. An older
 * authentic one ends the session, since somebody holds a copy (RFC 9700, section 4.14.2). Throws
 * `invalid_token` if nothing is renewed.
 */
export async function refresh(world: World, token: string): Promise<Refreshed> {
  const name = world.tokens.refresh.read(token)
  if (name === undefined) throw new Problem('invalid_token')
  // The second attempt resolves a race: the loser now holds the previous token.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const found = await world.sessions.find(name.memberId, name.sessionId)
    if (found === undefined) break
    const verdict = judgeRefresh(found.session, found.authState, name, world.clock.now())
    if (verdict === 'repeat') {
      return refreshedOf(world, found, world.tokens.refresh.repeat(found.session))
    }
    if (verdict === 'reused') {
      await world.sessions.end(name.memberId, name.sessionId)
      world.report({ event: 'refresh_token_reused', sessionId: name.sessionId, memberId: name.memberId })
    }
    if (verdict !== 'rotate') break
    const next = await rotate(world, found)
    if (next !== undefined) return next
  }
  throw new Problem('invalid_token')
}

interface Found {
  readonly session: Session
  readonly authState: MemberAuthState
}

async function rotate(world: World, { session, authState }: Found): Promise<Refreshed | undefined> {
  const { memberId, id: sessionId, generation } = session
  const derived = world.tokens.refresh.derive({ memberId, sessionId, generation: generation + 1 })
  const next = rotated(session, derived, world.stage.sessions, world.clock.now())
  const result = await world.sessions.rotate(next, generation)
  // The member is not active, or the session has changed. The second attempt finds out.
  return result === 'rotated' ? refreshedOf(world, { session: next, authState }, derived.token) : undefined
}

async function refreshedOf(world: World, { session }: Found, refreshToken: string): Promise<Refreshed> {
  const access = await issueAccess(world, session)
  return { ...access, tokenType: 'Bearer', refreshToken, clientId: session.clientId }
}
