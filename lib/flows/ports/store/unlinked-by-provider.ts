import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LinkedIdentity, Member, Session } from '../../../domain/member/member.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { SessionId } from '../../../domain/values/ids.ts'
import type { IdentityClaim } from '../../../domain/visit/pending-connection.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { ConsumedPending, Once } from './once.ts'
import type { SignInRefusal } from './sessions.ts'

/** All that is written when a provider has ended an identity of a member by itself. */
export interface UnlinkByProvider {
  readonly identity: Identity
  /** Cut only while the member is still at this version; else it is decided again. */
  readonly member: Pick<Member, 'id' | 'externalId' | 'version'>
  /** Nothing else lets the member in: the claim stays, so that the same person finds the way back. */
  readonly isLast: boolean
  /** Sessions that the identity opened; or every session of the member, when these are too many. */
  readonly sessions: readonly SessionId[] | 'all'
  readonly event: AuditEvent
}

/** The way back of a member whose last identity was cut, with the session that it opens. */
export interface Restoration {
  readonly identity: LinkedIdentity
  readonly session: Session
  readonly event: AuditEvent
  readonly storedToken?: StoredProviderToken
}

/** Identities that a provider has ended by itself. */
export interface UnlinksByProvider {
  /** One transaction. `moved`: the member or the identity changed meanwhile. */
  cut(cut: UnlinkByProvider): Promise<'unlinked_by_provider' | 'moved'>
  /** The identity of a visit that waits is gone: nothing is due any more, and the visit cannot go on. */
  forgetWaiting(claim: IdentityClaim): Promise<'forgotten' | 'moved'>
  /** Links the identity again and opens a session; one transaction. */
  restore(
    restoration: Restoration,
    once: Once | ConsumedPending | 'written_before',
  ): Promise<{ readonly kind: 'opened' } | SignInRefusal>
}
