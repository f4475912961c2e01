import type { Consent } from '../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { ContactRelease } from '../../../domain/leads/release.ts'
import type { LinkedIdentity, Member, Session } from '../../../domain/member/member.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { MemberId, PendingId, TokenId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'
import type { StoredProviderProfile } from '../../../domain/visit/provider-profile.ts'
import type { ContactShare } from './members.ts'

/** The base of a sign-up: a visit to a provider, or an address proven by code. */
type SignUpBasis =
  | {
      readonly kind: 'visit'
      readonly identity: LinkedIdentity
      /** The profile's values beyond the account's own needs. */
      readonly providerProfile?: StoredProviderProfile
      readonly pendingId: PendingId
      readonly tokenId: TokenId
    }
  | { readonly kind: 'address'; readonly passwordHash: string }

/** The writes of a sign-up, in one transaction. */
export interface Registration {
  readonly member: Member
  readonly basis: SignUpBasis
  /** The members who release contacts to the new one, each as read when that was decided. */
  readonly releases?: readonly ContactRelease[]
  /** The contacts that the new member shares, each as read when that was decided. */
  readonly shares?: readonly ContactShare[]
  /** The codes that the sign-up consumes. */
  readonly proofs: readonly ProvenAddress[]
  readonly consents: readonly Consent[]
  readonly event: AuditEvent
  /** Tells of the identity check that the visit had. */
  readonly identified?: AuditEvent
  readonly session: Session
  /** The notices to those who release contacts. */
  readonly messages?: readonly NewMessage[]
}

export interface Registrations {
  /**
   * Creates the member with everything, or nothing; one transaction. Verified contacts are claimed; a released one
   * is taken from its member. What is not verified claims nothing. `used`: this token, or the token of a code, was
   * used before. `identity_linked`: another visit of the same person finished first. `identity_gone`: the identity is
   * being disconnected.
   */
  complete(
    registration: Registration,
    now: Date,
  ): Promise<
    | { readonly kind: 'registered' }
    | { readonly kind: 'used' }
    | { readonly kind: 'identity_linked'; readonly memberId: MemberId; readonly externalId?: string }
    /** The identity had ended at a member, who still holds it. */
    | { readonly kind: 'identity_ended'; readonly memberId: MemberId; readonly externalId?: string }
    | { readonly kind: 'identity_gone' }
    /**
     * Another member claims a contact, a member who was to release one changed meanwhile, or another member has joined
     * a shared one: decide again.
     */
    | { readonly kind: 'contact_claimed' }
    /** Another member has this CI, and one person has one account. */
    | { readonly kind: 'person_known' }
  >
}
