import type { MemberAuthState, Session } from '../member/member.ts'
import { isAlive } from '../session/session.ts'
import { isOpenedBy, survivorsOf } from '../session/surviving-sessions.ts'
import type { Identity } from '../values/identity.ts'

/**
 * The effect on a member when a provider has ended its own sessions of the person at a moment: the live sessions that
 * the identity had opened before end. One that it opened since is not meant, so an old event that comes again ends
 * nothing. Gives the sessions that stay; undefined if none ends.
 */
export function signedOutByProvider(
  member: Pick<MemberAuthState, 'status' | 'credentialsVersion'>,
  sessions: readonly Session[],
  { identity, at }: { readonly identity: Identity; readonly at: Date },
  now: Date,
): { readonly survivors: readonly Session[] } | undefined {
  const ends = (session: Session): boolean => isOpenedBy(session, identity) && session.signIn.authTime <= at
  const isOver = !sessions.some((session) => isAlive(session, member, now) && ends(session))
  return isOver ? undefined : { survivors: survivorsOf(ends, member, sessions, now) }
}
