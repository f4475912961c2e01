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
 * Renews a session. The current token rotates; the one before it, moments later, is told the current one
 * again without a write (an answer got lost on the way); an older authentic one ends the session, since
 * somebody has a copy (RFC 9700, section 4.14.2). Throws `invalid_token` for everything that gives nothing.
 */
export async function refresh(world: World, token: string): Promise<Refreshed> {
  const name = world.tokens.refresh.read(token)
  if (name === undefined) throw new Problem('invalid_token')
  // A second look settles a race: whoever lost it holds the previous token now.
  for (let look = 1; look <= 2; look += 1) {
    const found = await world.sessions.find(name.memberId, name.sessionId)
    if (found === undefined) break
    const verdict = judgeRefresh(found.session, found.authState, name, world.clock.now())
    if (verdict === 'repeat') {
      return answer(world, found, world.tokens.refresh.repeat(found.session))
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
  // Not active: or the session was started anew while it was renewed. The second look tells.
  return result === 'rotated' ? answer(world, { session: next, authState }, derived.token) : undefined
}

async function answer(world: World, { session }: Found, refreshToken: string): Promise<Refreshed> {
  const access = await issueAccess(world, session)
  return { ...access, tokenType: 'Bearer', refreshToken, clientId: session.clientId }
}
