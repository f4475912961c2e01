import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { Consent } from '../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LinkedIdentity, Session } from '../../../domain/member/member.ts'
import type { CiHash, Email, Phone } from '../../../domain/values/evidence.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'
import type { LinkTarget, PendingConnection } from '../../../domain/visit/pending-connection.ts'
import type { StoredProviderProfile } from '../../../domain/visit/provider-profile.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { Once } from './once.ts'

/** All that linking a pending visit writes, in one transaction. */
export interface Linking {
  readonly pending: PendingConnection
  readonly identity: LinkedIdentity
  /** What the provider told beyond what the account needs. */
  readonly told?: StoredProviderProfile
  readonly target: LinkTarget
  /** Contacts of the member that the provider has proven, and that were not verified until now. */
  readonly verifies: { readonly email?: Email; readonly phone?: Phone }
  /** Recorded where the member has none. */
  readonly ci?: CiHash
  readonly consents: readonly Consent[]
  /** Those of them that are kept beside the member. */
  readonly agreements?: readonly Agreement[]
  readonly event: AuditEvent
  /** Opens a session, or belongs to one that must still be alive. */
  readonly session:
    | { readonly kind: 'opens'; readonly session: Session }
    | { readonly kind: 'of'; readonly sessionId: SessionId }
}

/** A signed-in member adds an identity; no question is open. */
export interface Adding {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  readonly identity: LinkedIdentity
  /** What the provider told beyond what the account needs. */
  readonly told?: StoredProviderProfile
  readonly consents: readonly Consent[]
  /** Those of them that are kept beside the member. */
  readonly agreements?: readonly Agreement[]
  readonly event: AuditEvent
  /** The visit that a redirect flow kept; it ends as linked. */
  readonly pending?: PendingConnection
  readonly storedToken?: StoredProviderToken
}

/** A signed-in member takes an identity away. */
export interface Removal {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  readonly identity: Identity
  /** Removed only while the member is still at this version: of the last two ways in, one stays. */
  readonly version: number
  readonly shared: boolean
  /** Other sessions, which the identity opened: they end with it. */
  readonly sessions: readonly SessionId[]
  readonly event: AuditEvent
}

export interface Links {
  /**
   * Links a pending visit. `moved`: the member changed since it was decided, or is not active: decide again.
   * `elsewhere`: another visit linked the identity first. `gone`: it is being disconnected.
   * `person_known`: another member has the visitor's CI, and one person has one account.
   */
  complete(
    linking: Linking,
    now: Date,
  ): Promise<'linked' | 'used' | 'moved' | 'elsewhere' | 'gone' | 'person_known' | 'session_ended'>
  /** Adds an identity that is new or pending. `moved`: it is linked or being disconnected by now. */
  add(
    adding: Adding,
    once: Once | 'written_before',
    now: Date,
  ): Promise<'linked' | 'used' | 'moved' | 'session_ended'>
  /**
   * Removes an identity with the sessions that it opened, and marks it as being ended at the provider; never the
   * last way in. `moved`: the member changed since it was decided.
   */
  remove(
    removal: Removal,
    now: Date,
  ): Promise<'removed' | 'not_linked' | 'last_way' | 'moved' | 'session_ended'>
}
