import type { Session } from '../../domain/member/member.ts'
import { methodsOfSignIn } from '../../domain/member/shown-methods.ts'
import { isAlive } from '../../domain/session/session.ts'
import { defined } from '../../domain/values/defined.ts'
import type { SessionId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { World } from '../ports/world.ts'

/** A device, as its member sees it. */
export interface ShownSession {
  readonly id: string
  readonly clientId: string
  /** `Safari · iPhone`, or an app’s name and version, as it said itself; absent when it said nothing of use. */
  readonly device?: string
  readonly createdAt: string
  /** When its tokens were renewed last. */
  readonly lastUsedAt: string
  /** The one that asks. */
  readonly current: boolean
  /** How the person signed in there, in the words of `Member.methods`. */
  readonly methods: readonly string[]
}

/**
 * Where the member is signed in, newest first. One query. Throws `invalid_token` when the session that asks, or
 * its member, is not alive any more.
 */
export async function listSessions(world: World, bearer: string): Promise<readonly ShownSession[]> {
  const { memberId, sessionId } = await world.tokens.access.read(bearer, 'fresh_enough')
  const found = await world.sessions.list(memberId)
  if (found?.member.status !== 'active') throw new Problem('invalid_token')
  const { member, sessions } = found
  const now = world.clock.now()
  const alive = sessions.filter((session) => isAlive(session, member, now))
  if (!alive.some(({ id }) => id === sessionId)) throw new Problem('invalid_token')
  return alive
    .toSorted((a, b) => openedAt(b).getTime() - openedAt(a).getTime())
    .map((session) => show(session, sessionId))
}

const openedAt = ({ firstOpenedAt, createdAt }: Session): Date => firstOpenedAt ?? createdAt

const show = (session: Session, asking: SessionId): ShownSession => ({
  id: session.id,
  clientId: session.clientId,
  ...defined({ device: session.device }),
  createdAt: openedAt(session).toISOString(),
  lastUsedAt: session.rotatedAt.toISOString(),
  current: session.id === asking,
  methods: methodsOfSignIn(session.signIn),
})

/**
 * Ends one of the member's own sessions; the provider is left alone. Says whether it was the one that asked.
 * Throws `invalid_token`, and `not_found` for whatever is no session of this member.
 */
export async function endSession(world: World, bearer: string, id: SessionId): Promise<'own' | 'another'> {
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
