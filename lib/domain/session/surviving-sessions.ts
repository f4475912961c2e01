import type { MemberAuthState, Session } from '../member/member.ts'
import { type Identity, sameIdentity } from '../values/identity.ts'
import type { PasskeyId } from '../values/ids.ts'
import { isAlive } from './session.ts'

/** The maximum number of sessions that survive one by one. A DynamoDB transaction has at most 100 writes. */
const maxSurvivors = 80

/** Whether a sign-in by this identity opened the session. */
export const isOpenedBy = ({ signIn }: Pick<Session, 'signIn'>, identity: Identity): boolean =>
  signIn.identity !== undefined && sameIdentity(signIn.identity, identity)

/** Whether a sign-in by this passkey opened the session. */
export const isOpenedByPasskey = ({ signIn }: Pick<Session, 'signIn'>, id: PasskeyId): boolean =>
  signIn.passkey === id

type Versioned = Pick<MemberAuthState, 'status' | 'credentialsVersion'>

/**
 * The live sessions that survive when some of a member's sessions end. All sessions of the member end, and the survivors
 * carry the next number, so that no sign-in of the same moment is forgotten. Of very many, those used last survive.
 */
export const survivorsOf = (
  ends: (session: Session) => boolean,
  member: Versioned,
  sessions: readonly Session[],
  now: Date,
): readonly Session[] =>
  sessions
    .filter((session) => isAlive(session, member, now) && !ends(session))
    .toSorted((a, b) => b.rotatedAt.getTime() - a.rotatedAt.getTime())
    .slice(0, maxSurvivors)

/** The live sessions that survive when an identity goes: those that another login method opened. */
export const survivingSessions = (
  identity: Identity,
  member: Versioned,
  sessions: readonly Session[],
  now: Date,
): readonly Session[] => survivorsOf((session) => isOpenedBy(session, identity), member, sessions, now)
