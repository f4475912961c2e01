import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { Consent } from '../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { Attributes } from '../../../domain/member/attributes.ts'
import type { LinkedIdentity, Session } from '../../../domain/member/member.ts'
import type { CheckedOnLink } from '../../../domain/merge/identity-check.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { CiHash, Email, Phone } from '../../../domain/values/evidence.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'
import type {
  IdentityClaim,
  LinkTarget,
  PendingConnection,
  Sharing,
} from '../../../domain/visit/pending-connection.ts'
import type { StoredProviderProfile } from '../../../domain/visit/provider-profile.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { Once, TicketUse } from './once.ts'
import type { KeptSession } from './sessions.ts'

/** The writes of linking a pending visit, in one transaction. */
export interface Linking {
  readonly pending: PendingConnection
  readonly identity: LinkedIdentity
  /** The profile's values beyond the account's own needs. */
  readonly providerProfile?: StoredProviderProfile
  readonly target: LinkTarget
  /**
   * The recovery of the account that this link is: afterwards nothing opens it but the identity and the address.
   * `event` tells it.
   */
  readonly recovery?: { readonly email: Email; readonly event: AuditEvent } | undefined
  /** The member's unverified contacts that the provider has proven. */
  readonly verifies: { readonly email?: Email; readonly phone?: Phone }
  /** Stored if the member has no CI. */
  readonly ci?: CiHash
  /** What an identity check in this visit makes of the member's CI and DI, in place of `ci`. `event` tells it. */
  readonly checked?: (CheckedOnLink & { readonly event: AuditEvent }) | undefined
  /** The member's attributes from now on, if the link changes them. */
  readonly attributes?: Attributes
  readonly consents: readonly Consent[]
  /** The agreements among them that are stored on the member. */
  readonly agreements?: readonly Agreement[]
  readonly event: AuditEvent
  /** The new session, or the session that links, as it was read with the member. */
  readonly session:
    | { readonly kind: 'opens'; readonly session: Session }
    | { readonly kind: 'of'; readonly session: Session }
  /** The notice to the member. */
  readonly messages: readonly NewMessage[]
}

/** A signed-in member's new identity, without an open question. */
export interface Adding {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  /** The acting session as it was read with the member. Absent: it is read. */
  readonly session?: Session
  readonly identity: LinkedIdentity
  /** The version that the member must still have. Absent if the decision did not depend on the member. */
  readonly version?: number
  /** The profile's values beyond the account's own needs. */
  readonly providerProfile?: StoredProviderProfile
  /** The CI that the provider told, of a member who has none and a person whom nobody else is. Needs a `version`. */
  readonly ci?: CiHash
  /** The member's attributes from now on, if the link changes them. */
  readonly attributes?: Attributes
  readonly consents: readonly Consent[]
  /** The agreements among them that are stored on the member. */
  readonly agreements?: readonly Agreement[]
  readonly event: AuditEvent
  /** The visit that a redirect flow stored. It ends as linked. */
  readonly pending?: PendingConnection
  readonly storedToken?: StoredProviderToken
  /** The notice to the member. */
  readonly messages: readonly NewMessage[]
}

/** A signed-in member's removal of an identity. */
export interface Removal {
  readonly memberId: MemberId
  readonly sessionId: SessionId
  /** The acting session as it was read with the member. Absent: it is read. */
  readonly session?: Session
  readonly identity: Identity
  /** The claim of an identity that had ended at its provider. */
  readonly ended?: IdentityClaim
  /** The version that the member must still have, so that of the last two login methods one stays. */
  readonly version: number
  readonly shared: Sharing
  /** The other sessions that stay. Every session that is not among them ends, also one that opens meanwhile. */
  readonly survivors: readonly KeptSession[]
  readonly event: AuditEvent
  /** The notice to the member. */
  readonly messages: readonly NewMessage[]
}

export interface Links {
  /**
   * Links a pending visit. `conflict`: the member has changed since the decision or is not active, so decide
   * again. `elsewhere`: another visit linked the identity first. `ended_elsewhere`: the identity had ended at another
   * member, who still holds it. `gone`: the identity is being disconnected.
   * `person_known`: another member has the visitor's CI, and one person has one account.
   */
  complete(
    linking: Linking,
    now: Date,
  ): Promise<
    | 'linked'
    | 'used'
    | 'conflict'
    | 'elsewhere'
    | 'ended_elsewhere'
    | 'gone'
    | 'person_known'
    | 'session_ended'
  >
  /** Adds a new or pending identity. `conflict`: the identity is linked or disconnecting, or the member has changed since the decision. */
  add(
    adding: Adding,
    once: Once | TicketUse | 'written_before',
    now: Date,
  ): Promise<'linked' | 'used' | 'conflict' | 'ended_elsewhere' | 'session_ended'>
  /**
   * Removes an identity and marks it as disconnecting. Only the acting session and the survivors stay. Never
   * removes the last login method.
   * `conflict`: the member has changed since the decision.
   */
  remove(
    removal: Removal,
    now: Date,
  ): Promise<'removed' | 'not_linked' | 'last_login_method' | 'conflict' | 'session_ended'>
}
