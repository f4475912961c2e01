import type { MemberStatus, OwnContact } from '../member/member.ts'
import type { Birth, CiHash, Email, Evidence, Item, Phone } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { MemberId } from '../values/ids.ts'
import type { MatchPolicy } from './match-policy.ts'

/** What decides whether a member may come in. */
export interface MemberSummary {
  readonly id: MemberId
  readonly externalId?: string
  readonly status: MemberStatus
  /** Until when a withdrawn member can be restored; absent when that time is over. */
  readonly restorableUntil?: Date
  /** Where it is known: two different ones are two people. */
  readonly ci?: CiHash
}

/** A member whom the evidence may point to, with what that member has on file. */
export interface Candidate extends MemberSummary {
  readonly email?: OwnContact<Email>
  readonly phone?: OwnContact<Phone>
  /** Verified addresses that came with a merged account, beside the member's own. */
  readonly otherEmails?: readonly Email[]
  readonly otherPhones?: readonly Phone[]
  readonly name?: string
  readonly birth?: Birth
  /** From when a withdrawn member may join again; absent when it may already. */
  readonly rejoinFrom?: Date
}

/** What the claim of an identity says. `disconnecting` is being ended at the provider right now. */
export type IdentityStatus =
  | { readonly kind: 'new' }
  | { readonly kind: 'linked'; readonly member: MemberSummary }
  | { readonly kind: 'disconnecting' }

/** Who is asking. */
export type Visitor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'member'; readonly intent: 'link' | 'reauth'; readonly member: MemberSummary }

/** What the provider said before anything could be learned of the visitor. */
export type ProviderRefusal = 'denied' | 'unavailable' | 'grant_invalid' | 'token_not_ours'

/** What the callback knows when it has to decide. No clock: ages and dates are settled by whoever gathers. */
export interface VisitFacts {
  readonly kind: 'visit'
  readonly visitor: Visitor
  readonly provider:
    | { readonly kind: 'refused'; readonly why: ProviderRefusal }
    | {
        readonly kind: 'answered'
        readonly identity: Identity
        readonly identityStatus: IdentityStatus
        readonly evidence: Evidence
        /** Required by this service, and refused by the visitor at the provider. */
        readonly refusedItems: readonly Item[]
        /** The visitor is certainly younger than the minimum age. */
        readonly underAge: boolean
        /** A sibling service's terms are agreed to in the shared provider app. */
        readonly siblingConsent: boolean
        readonly candidates: readonly Candidate[]
        /** What the provider has verified belonged to somebody who has been erased, and may not join again until then. */
        readonly rejoinBlockedUntil?: Date
      }
  readonly policy: MatchPolicy
}

/** What an identity check (본인확인) of a signed-in member brought. */
export interface IdentityCheckFacts {
  readonly kind: 'identity_check'
  readonly member: MemberSummary
  /** Who owns the CI or DI: nobody, the member itself, or another. */
  readonly owner:
    | { readonly kind: 'nobody' | 'self' }
    | { readonly kind: 'other'; readonly member: MemberSummary }
}

export type Facts = VisitFacts | IdentityCheckFacts
