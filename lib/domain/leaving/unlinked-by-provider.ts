import { identityMethod, type Member, type Session } from '../member/member.ts'
import { survivingSessions } from '../session/surviving-sessions.ts'
import type { Identity } from '../values/identity.ts'

/** The effect of an identity's end at its provider on its member. */
export interface UnlinkByProviderEffect {
  /** No other lasting login method remains. */
  readonly isLast: boolean
  /** The sessions that do not end with the identity. */
  readonly survivors: readonly Session[]
}

/** Decides what ends with an identity: the sessions that the identity opened. */
export const unlinkByProviderEffect = (
  member: Pick<Member, 'ways' | 'status' | 'credentialsVersion'>,
  sessions: readonly Session[],
  identity: Identity,
  now: Date,
): UnlinkByProviderEffect => ({
  // A number does not last: it may belong to another person later, and the identity
  // must then still recover the account.
  isLast: member.ways.every((method) => method === identityMethod(identity) || method === 'phone'),
  survivors: survivingSessions(identity, member, sessions, now),
})
