import type { Consent } from '../../../domain/consent/consent.ts'
import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { LinkedIdentity, Member, Session } from '../../../domain/member/member.ts'
import type { ContactRelease } from '../../../domain/sign-up/contact-takeover.ts'
import type { MemberId, PendingId, TokenId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'
import type { StoredProviderProfile } from '../../../domain/visit/provider-profile.ts'

/** What a sign-up rests on: a visit at a provider, or an address that was proven by code. */
export type SignUpBasis =
  | {
      readonly kind: 'visit'
      readonly identity: LinkedIdentity
      /** What the provider told beyond what the account needs. */
      readonly told?: StoredProviderProfile
      readonly pendingId: PendingId
      readonly tokenId: TokenId
    }
  | { readonly kind: 'address'; readonly passwordHash: string }

/** All that a completed sign-up writes, in one transaction. */
export interface Registration {
  readonly member: Member
  readonly basis: SignUpBasis
  /** Who gives up the new member's number, which may be somebody else's by now. */
  readonly takesOver?: ContactRelease
  /** Codes that are used up with it. */
  readonly proofs: readonly ProvenAddress[]
  readonly consents: readonly Consent[]
  readonly event: AuditEvent
  readonly session: Session
}

export interface Registrations {
  /**
   * Makes the member, or nothing. A verified contact takes the claim from a member who never verified it (who
   * loses only that, with an event); an unverified one never takes a claim that exists. A number that a member
   * yields is taken from that member, as it was when that was decided.
   * `used`: this token, or the token of a code, did its work already. `identity_linked`: another visit
   * of the same person finished first. `identity_gone`: it is being disconnected.
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
    /** Another member has this CI: one person, one account. */
    | { readonly kind: 'person_known' }
  >
}
