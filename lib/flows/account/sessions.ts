import type { Session } from '../../domain/member/member.ts'
import { methodsOfSignIn } from '../../domain/member/shown-methods.ts'
import { isAlive } from '../../domain/session/session.ts'
import { defined } from '../../domain/values/defined.ts'
import type { SessionId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { World } from '../ports/world.ts'

/** A session as shown to its member. */
export interface ShownSession {
  readonly id: string
  readonly clientId: string
  /** `Safari · iPhone`, or an app's name and version, as the device described itself; absent if unknown. */
  readonly device?: string
  readonly createdAt: string
  /** The time of the last token renewal. */
  readonly lastUsedAt: string
  /** Whether this is the requesting session. */
  readonly current: boolean
  /** The login methods of the sign-in, named as in `Member.methods`. */
  readonly methods: readonly string[]
}

/**
 * The live sessions of the signed-in member, newest first. One query. Throws `invalid_token` if the
 * requesting session is not alive or the member not active.
 */
export async function listSessions(
  world: Pick<World, 'clock' | 'tokens' | 'sessions'>,
  bearer: string,
): Promise<readonly ShownSession[]> {
  const { memberId, sessionId } = await world.tokens.access.read(bearer, 'fresh_enough')
  const found = await world.sessions.list(memberId)
  if (found?.member.status !== 'active') throw new Problem('invalid_token')
  const { member, sessions } = found
  const now = world.clock.now()
  const alive = sessions.filter((session) => isAlive(session, member, now))
  if (!alive.some(({ id }) => id === sessionId)) throw new Problem('invalid_token')
  return alive
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
    .map((session) => show(session, sessionId))
}

const show = (session: Session, currentId: SessionId): ShownSession => ({
  id: session.id,
  clientId: session.clientId,
  ...defined({ device: session.device }),
  createdAt: session.createdAt.toISOString(),
  lastUsedAt: session.rotatedAt.toISOString(),
  current: session.id === currentId,
  methods: methodsOfSignIn(session.signIn),
})

/**
 * Ends one session of the signed-in member; the provider is not called. Gives `own` for the requesting
 * session. Throws `invalid_token`, and `not_found` if the member has no such session.
 */
export async function endSession(
  world: Pick<World, 'clock' | 'tokens' | 'sessions'>,
  bearer: string,
  id: SessionId,
): Promise<'own' | 'another'> {
  const { memberId, sessionId } = await world.tokens.access.read(bearer, 'fresh_enough')
  const ended = await world.sessions.endOne({ memberId, sessionId }, id, world.clock.now())
  switch (ended) {
    case 'ended':
      return id === sessionId ? 'own' : 'another'
    case 'not_found':
      throw new Problem('not_found')
    case 'session_ended':
      throw new Problem('invalid_token')
    default:
      return ended satisfies never
  }
}
