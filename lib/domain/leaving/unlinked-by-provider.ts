import { identityMethod, type Member, type Session } from '../member/member.ts'
import { type Identity, sameIdentity } from '../values/identity.ts'
import type { SessionId } from '../values/ids.ts'

/** The effect of an identity's end at its provider on its member. */
export interface UnlinkByProviderEffect {
  /** No other lasting login method remains. */
  readonly isLast: boolean
  /** The sessions that end with the identity. */
  readonly sessions: readonly SessionId[] | 'all'
}

/** The maximum number of sessions that end one by one. A DynamoDB transaction has at most 100 writes. */
export const maxSessionWrites = 90

/** The sessions that an identity opened. */
export const openedBy = <One extends Pick<Session, 'signIn'>>(
  identity: Identity,
  sessions: readonly One[],
): readonly One[] =>
  sessions.filter(({ signIn }) => signIn.identity && sameIdentity(signIn.identity, identity))

/**
 * Decides what ends with an identity: the sessions that the identity opened. All sessions end if
 * there are too many for one transaction.
 */
export function unlinkByProviderEffect(
  { ways }: Pick<Member, 'ways'>,
  sessions: readonly Pick<Session, 'id' | 'signIn'>[],
  identity: Identity,
): UnlinkByProviderEffect {
  const opened = openedBy(identity, sessions)
  return {
    // A number does not last: it may belong to another person later, and the identity
    // must then still recover the account.
    isLast: ways.every((method) => method === identityMethod(identity) || method === 'phone'),
    sessions: opened.length > maxSessionWrites ? 'all' : opened.map(({ id }) => id),
  }
}
