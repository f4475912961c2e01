import { isAlive } from '../domain/session/session.ts'
import type { MemberId, SessionId } from '../domain/values/ids.ts'
import { Problem } from '../domain/values/problem.ts'
import type { World } from './ports/world.ts'
import { mayBeShared } from './visit/disconnect.ts'
import { callProvider } from './visit/gather.ts'

/** What names the session that is to end; any of them will do, none of them too. */
export interface LogoutRequest {
  readonly bearer?: string | undefined
  readonly refreshToken?: string | undefined
  readonly everywhere: boolean
}

/**
 * Ends a session here, and the provider's tokens if the session came from one. Never fails because of what
 * was shown, nor because of the provider: whoever signs out is signed out, and may sign out twice.
 */
export async function logout(world: World, request: LogoutRequest): Promise<void> {
  const named = await sessionOf(world, request)
  if (named === undefined) return
  const { memberId, sessionId } = named
  if (request.everywhere && (await stands(world, named))) {
    await world.sessions.endAll(memberId, world.clock.now())
  }
  const session = await world.sessions.end(memberId, sessionId)
  const identity = session?.signIn.identity
  if (identity !== undefined) await endAtProvider(world, identity)
}

interface Named {
  readonly memberId: MemberId
  readonly sessionId: SessionId
}

/**
 * Whether the named session still counts. A thief who was signed out keeps what was copied: without this
 * check it would sign the member out everywhere, as often as the thief likes.
 */
async function stands(world: World, { memberId, sessionId }: Named): Promise<boolean> {
  const found = await world.sessions.find(memberId, sessionId)
  return found !== undefined && isAlive(found.session, found.authState, world.clock.now())
}

async function sessionOf(world: World, { bearer, refreshToken }: LogoutRequest): Promise<Named | undefined> {
  const byRefresh = refreshToken === undefined ? undefined : world.tokens.refresh.read(refreshToken)
  if (bearer === undefined) return byRefresh
  try {
    return await world.tokens.access.read(bearer, 'expired_will_do')
  } catch (error) {
    if (error instanceof Problem) return byRefresh
    throw error
  }
}

/** A sibling service in the same provider app would be signed out as well: there the provider is left alone. */
async function endAtProvider(
  world: World,
  identity: Parameters<typeof world.identityClaims.find>[0],
): Promise<void> {
  if (mayBeShared(world, identity.provider)) return
  const ending = world.providers.find(identity.provider)?.endsSessions
  if (ending === undefined) return
  const asked = await callProvider(() => ending.endSessions(identity))
  if (asked.kind === 'refused') {
    world.report({ event: 'provider_logout_failed', provider: identity.provider, why: asked.fault.why })
  }
}
