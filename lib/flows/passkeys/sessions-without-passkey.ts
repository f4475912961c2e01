import type { Session } from '../../domain/member/member.ts'
import { isOpenedByPasskey, survivorsOf } from '../../domain/session/surviving-sessions.ts'
import type { MemberId, PasskeyId, SessionId } from '../../domain/values/ids.ts'
import type { World } from '../ports/world.ts'

/** A passkey that goes. */
interface GoingPasskey {
  readonly memberId: MemberId
  readonly passkey: PasskeyId
  /** The session that acts, which its own write keeps. */
  readonly acting?: SessionId
}

/** The member's sessions that stay when a passkey goes: those that another login method opened. */
export async function sessionsWithoutPasskey(
  world: Pick<World, 'clock' | 'sessions'>,
  { memberId, passkey, acting }: GoingPasskey,
): Promise<readonly Session[]> {
  const found = await world.sessions.list(memberId)
  if (found === undefined) return []
  const ends = (session: Session) => isOpenedByPasskey(session, passkey) || session.id === acting
  return survivorsOf(ends, found.member, found.sessions, world.clock.now())
}
