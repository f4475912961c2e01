import type { Consent } from '../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LinkedIdentity, Member, Session } from '../../../domain/member/member.ts'
import type { ContactRelease } from '../../../domain/sign-up/contact-takeover.ts'
import type { MemberId, PendingId, TokenId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'
import type { StoredProviderProfile } from '../../../domain/visit/provider-profile.ts'

/** The base of a sign-up: a visit to a provider, or an address proven by code. */
export type SignUpBasis =
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
  /** The member who releases the new member's recycled number. */
  readonly takesOver?: ContactRelease
  /** The codes that the sign-up consumes. */
  readonly proofs: readonly ProvenAddress[]
  readonly consents: readonly Consent[]
  readonly event: AuditEvent
  readonly session: Session
}

export interface Registrations {
  /**
   * Creates the member or nothing. A verified contact takes the claim of a member who never verified it (that
   * member loses only the contact, with an event); an unverified contact never takes an existing claim. A
   * released number needs its member unchanged since the decision.
   * `used`: the token or a code was consumed already. `identity_linked`: another visit of the same person
   * finished first. `identity_gone`: the identity is being disconnected.
   */
  complete(
    registration: Registration,
    now: Date,
  ): Promise<
    | { readonly kind: 'registered' }
    | { readonly kind: 'used' }
    | { readonly kind: 'identity_linked'; readonly memberId: MemberId; readonly externalId?: string }
    | { readonly kind: 'identity_gone' }
    | { readonly kind: 'email_taken' }
    | { readonly kind: 'phone_taken' }
    /** Another member has this CI, and one person has one account. */
    | { readonly kind: 'person_known' }
  >
}
