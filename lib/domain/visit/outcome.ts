import type { Item } from '../values/evidence.ts'
import type { Candidate, MemberSummary } from './facts.ts'

/** The values of a candidate that a hint may show. */
export type Shown = 'email' | 'phone' | 'name'

/** A candidate of a match, with the values that may be shown before proof. */
export interface Match {
  readonly candidate: Candidate
  readonly shows: readonly Shown[]
  /** A verified value leads to this candidate, so a hint is allowed. */
  readonly hinted: boolean
}

/**
 * The outcomes of the table of cases, each tagged with its row. `disconnect` means that the identity
 * must be disconnected at the provider.
 */
export type Outcome =
  | { readonly row: 1; readonly kind: 'signed_in'; readonly member: MemberSummary }
  | { readonly row: 2; readonly kind: 'member_deactivated'; readonly member: MemberSummary }
  | { readonly row: 3; readonly kind: 'member_suspended'; readonly member: MemberSummary }
  | { readonly row: 4; readonly kind: 'mandatory_items_not_agreed'; readonly items: readonly Item[] }
  | {
      readonly row: 5
      readonly kind: 'link_confirmation_required'
      readonly match: Match
      readonly mayRegister: boolean
    }
  | { readonly row: 6; readonly kind: 'member_deactivated'; readonly member: MemberSummary }
  | {
      readonly row: 7 | 8 | 9 | 10
      readonly kind: 'link_proof_required'
      readonly matches: readonly Match[]
      /** False only after an equal CI: one person has one account. */
      readonly mayRegister: boolean
    }
  | { readonly row: 11 | 12; readonly kind: 'registration_required'; readonly familyMember: boolean }
  | { readonly row: 13; readonly kind: 'guardian_consent_required' }
  | { readonly row: 14; readonly kind: 'linked'; readonly member: MemberSummary }
  | { readonly row: 15; readonly kind: 'already_linked'; readonly member: MemberSummary }
  | {
      readonly row: 16 | 21
      readonly kind: 'merge_confirmation_required'
      readonly member: MemberSummary
      readonly other: MemberSummary
    }
  | {
      readonly row: 16 | 21
      readonly kind: 'merge_not_allowed'
      readonly member: MemberSummary
      readonly other: MemberSummary
    }
  | { readonly row: 17; readonly kind: 'reauthenticated'; readonly member: MemberSummary }
  | { readonly row: 18; readonly kind: 'reauthentication_mismatch'; readonly disconnect: boolean }
  | { readonly row: 19; readonly kind: 'provider_denied' }
  | { readonly row: 20; readonly kind: 'provider_unavailable' }
  | { readonly row: 22; readonly kind: 'identity_verified'; readonly member: MemberSummary }
  | { readonly row: 23; readonly kind: 'member_withdrawn'; readonly member: MemberSummary }
  | { readonly row: 24; readonly kind: 'rejoin_not_allowed_yet'; readonly rejoinFrom: Date }
  | { readonly row: 25; readonly kind: 'provider_grant_invalid' | 'provider_token_not_ours' }

export type Row = Outcome['row']
