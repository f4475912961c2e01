import type { MemberEvidence } from '../leads/evidence.ts'
import type { MemberStatus } from '../member/member.ts'
import type { TokenClaim } from '../member/token-claims.ts'
import type { Birth, CiHash, DiHash, Evidence, Item } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { MemberId } from '../values/ids.ts'
import type { MatchPolicy } from './match-policy.ts'

/** The part of a member that decides a sign-in. */
export interface MemberSummary {
  readonly id: MemberId
  readonly externalId?: string
  /** Shows later changes. Present for a member who was read to be compared. */
  readonly version?: number
  /** The version that a new session is opened under. Of a member behind a claim it may be outdated. */
  readonly credentialsVersion?: number
  /** The claims of access tokens that were last seen to be true. Of a member behind a claim they may be outdated. */
  readonly claims?: readonly TokenClaim[]
  readonly status: MemberStatus
  /** The end of the grace period of a withdrawn member; absent after the end. */
  readonly restorableUntil?: Date
  /** The CI, if known. Two different CIs are two people. */
  readonly ci?: CiHash
  /** The DI, if known. */
  readonly di?: DiHash
  /** Nobody has checked the CI here: it can point to this member, and excludes nobody. */
  readonly identityUnproven?: true
}

/** A member that the evidence may point to, with the values to compare. */
export interface Candidate extends MemberSummary, MemberEvidence {
  readonly name?: string
  readonly birth?: Birth
  /** The date from which a withdrawn member may join again; absent after that date. */
  readonly rejoinFrom?: Date
  /** The grace period of a withdrawn member is over, so nobody is here, whether or not the member is erased yet. */
  readonly hasLeft?: true
}

/** The state of an identity's claim. A `disconnecting` identity is being disconnected at the provider. */
export type IdentityStatus =
  | { readonly kind: 'new' }
  | { readonly kind: 'linked'; readonly member: MemberSummary }
  | { readonly kind: 'disconnecting' }

/** The visitor: anonymous, or a signed-in member with an intent. */
export type Visitor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'member'; readonly intent: 'link' | 'reauth'; readonly member: MemberSummary }

/** The reasons for which a provider gives no profile. */
export type ProviderRefusal = 'denied' | 'unavailable' | 'grant_invalid' | 'token_not_ours'

/** The facts of a callback. The rules have no clock, so the caller resolves ages and dates beforehand. */
export interface VisitFacts {
  readonly kind: 'visit'
  readonly visitor: Visitor
  readonly provider:
    | { readonly kind: 'refused'; readonly why: ProviderRefusal }
    | {
        readonly kind: 'responded'
        readonly identity: Identity
        readonly identityStatus: IdentityStatus
        readonly evidence: Evidence
        /** Items that the service requires and the visitor refused at the provider. */
        readonly refusedItems: readonly Item[]
        /** The visitor is certainly younger than the minimum age. */
        readonly underAge: boolean
        /** The visitor has agreed to a sibling service's terms in the shared provider app. */
        readonly siblingConsent: boolean
        readonly candidates: readonly Candidate[]
        /** The end of the rejoin block that an erased member left for these verified values. */
        readonly rejoinBlockedUntil?: Date
      }
  readonly policy: MatchPolicy
}

/** The facts of a signed-in member's identity check (본인확인). */
export interface IdentityCheckFacts {
  readonly kind: 'identity_check'
  readonly member: MemberSummary
  /** The owner of the checked CI or DI: nobody, the member, or another member. */
  readonly owner:
    | { readonly kind: 'nobody' | 'self' }
    | { readonly kind: 'other'; readonly member: MemberSummary }
}

export type Facts = VisitFacts | IdentityCheckFacts
