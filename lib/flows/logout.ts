import type { MemberId, SessionId } from '../domain/values/ids.ts'
import { Problem } from '../domain/values/problem.ts'
import type { World } from './ports/world.ts'
import { mayBeShared } from './visit/disconnect.ts'
import { callProvider } from './visit/gather.ts'

/** The tokens that name the session to end. One is enough, and none is accepted. */
export interface LogoutRequest {
  readonly bearer?: string | undefined
  readonly refreshToken?: string | undefined
  readonly everywhere: boolean
}

type LogoutWorld = Pick<
  World,
  'stage' | 'clock' | 'tokens' | 'providers' | 'report' | 'identityClaims' | 'sessions'
>

/**
 * Ends a session, and the provider's session that it came from. Neither the tokens nor the provider make it
 * fail, so a member can always sign out, even twice.
 */
export async function logout(world: LogoutWorld, request: LogoutRequest): Promise<void> {
  const named = await sessionOf(world, request)
  if (named === undefined) return
  const { memberId, sessionId } = named
  const endedWithAll = request.everywhere ? await world.sessions.endAll(named, world.clock.now()) : undefined
  const session = endedWithAll ?? (await world.sessions.end(memberId, sessionId))
  const identity = session?.signIn.identity
  if (identity !== undefined) await endProviderSession(world, identity)
}

interface NamedSession {
  readonly memberId: MemberId
  readonly sessionId: SessionId
}

async function sessionOf(
  world: Pick<World, 'tokens'>,
  { bearer, refreshToken }: LogoutRequest,
): Promise<NamedSession | undefined> {
  const byRefresh = refreshToken === undefined ? undefined : world.tokens.refresh.read(refreshToken)
  if (bearer === undefined) return byRefresh
  try {
    return await world.tokens.access.read(bearer, 'expired_will_do')
  } catch (error) {
    if (error instanceof Problem) return byRefresh
    throw error
  }
}

/** A sibling service in the same provider app would be signed out too, so the provider is then left alone. */
async function endProviderSession(
  world: Pick<World, 'stage' | 'providers' | 'report' | 'identityClaims'>,
  identity: Parameters<typeof world.identityClaims.find>[0],
): Promise<void> {
  if (mayBeShared(world, identity.provider)) return
  const ending = world.providers.find(identity.provider)?.endsSessions
  if (ending === undefined) return
  const result = await callProvider(() => ending.endSessions(identity))
  if (result.kind === 'refused') {
    world.report({ event: 'provider_logout_failed', provider: identity.provider, why: result.fault.why })
  }
}
