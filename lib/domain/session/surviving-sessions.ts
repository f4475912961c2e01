import type { MemberAuthState, Session } from '../member/member.ts'
import { type Identity, sameIdentity } from '../values/identity.ts'
import { isAlive } from './session.ts'

/** The maximum number of sessions that survive one by one. A DynamoDB transaction has at most 100 writes. */
const maxSurvivors = 80

const isOpenedBy = ({ signIn }: Pick<Session, 'signIn'>, identity: Identity): boolean =>
  signIn.identity !== undefined && sameIdentity(signIn.identity, identity)

/**
 * The live sessions that survive when an identity goes: those that another login method opened. All sessions of
 * the member end with the identity, and these carry the next number, so that no sign-in of the same moment is
 * forgotten. Of very many, those used last survive.
 */
export const survivingSessions = (
  identity: Identity,
  member: Pick<MemberAuthState, 'status' | 'credentialsVersion'>,
  sessions: readonly Session[],
  now: Date,
): readonly Session[] =>
  sessions
    .filter((session) => isAlive(session, member, now) && !isOpenedBy(session, identity))
    .toSorted((a, b) => b.rotatedAt.getTime() - a.rotatedAt.getTime())
    .slice(0, maxSurvivors)
