import { identityMethod, type Member, type Session } from '../member/member.ts'
import { type Identity, sameIdentity } from '../values/identity.ts'
import type { SessionId } from '../values/ids.ts'

/** What follows for a member from the end of an identity at its provider. */
export interface UnlinkByProviderEffect {
  /** Nothing else lets the member in. */
  readonly isLast: boolean
  /** The sessions that end with it. */
  readonly sessions: readonly SessionId[] | 'all'
}

/** Sessions that end one by one; a transaction of DynamoDB has at most 100 writes. */
export const mostSessions = 90

/** Sessions that an identity opened. */
export const openedBy = <One extends Pick<Session, 'signIn'>>(
  identity: Identity,
  sessions: readonly One[],
): readonly One[] =>
  sessions.filter(({ signIn }) => signIn.identity && sameIdentity(signIn.identity, identity))

/**
 * Decides what ends together with an identity: the sessions that it opened, and no others; of somebody with
 * very many devices all, since they have to end together.
 */
export function unlinkByProviderEffect(
  { ways }: Pick<Member, 'ways'>,
  sessions: readonly Pick<Session, 'id' | 'signIn'>[],
  identity: Identity,
): UnlinkByProviderEffect {
  const opened = openedBy(identity, sessions)
  return {
    // A number lets in as long as it is used: later it may be somebody else's, and the way back must still be there.
    isLast: ways.every((way) => way === identityMethod(identity) || way === 'phone'),
    sessions: opened.length > mostSessions ? 'all' : opened.map(({ id }) => id),
  }
}
