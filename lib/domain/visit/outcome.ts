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

/** Two accounts of one person. */
interface FoundAccounts {
  /** What found them. */
  readonly variant: 'identity' | 'identity_check'
  readonly member: MemberSummary
  readonly other: MemberSummary
}

/** What linking to a matched member needs: a yes, or a fresh sign-in of the member as well. */
export type LinkNeeds = 'consent' | 'sign_in'

/** The outcomes of the table of cases. An outcome that stands in several rows has a variant for each. */
export type Outcome =
  | { readonly kind: 'signed_in'; readonly member: MemberSummary }
  /** `known`: an identity, a password or a code leads to the member. */
  | { readonly kind: 'member_deactivated'; readonly variant: 'known'; readonly member: MemberSummary }
  /** `matched`: the evidence of a new identity matches the member in full. */
  | { readonly kind: 'member_deactivated'; readonly variant: 'matched'; readonly member: MemberSummary }
  | { readonly kind: 'member_suspended'; readonly member: MemberSummary }
  | { readonly kind: 'mandatory_items_not_agreed'; readonly items: readonly Item[] }
  | {
      readonly kind: 'link_confirmation_required'
      readonly match: Match
      readonly mayRegister: boolean
      /** `sign_in`: an identity check found the member, so a yes is not enough. */
      readonly needs: LinkNeeds
    }
  | {
      readonly kind: 'link_proof_required'
      readonly variant: 'partial' | 'namesake' | 'several' | 'inactive'
      readonly matches: readonly Match[]
      /** False only after an equal CI: one person has one account. */
      readonly mayRegister: boolean
    }
  | { readonly kind: 'registration_required'; readonly variant: 'family_member' | 'newcomer' }
  | { readonly kind: 'guardian_consent_required' }
  | { readonly kind: 'linked'; readonly member: MemberSummary }
  /** Two different CIs are two people. `new`: nobody else has the identity, which is disconnected at the provider. */
  | { readonly kind: 'identity_mismatch'; readonly variant: 'new'; readonly member: MemberSummary }
  | { readonly kind: 'already_linked'; readonly member: MemberSummary }
  | ({ readonly kind: 'merge_confirmation_required' } & FoundAccounts)
  | ({ readonly kind: 'merge_not_allowed' } & FoundAccounts)
  | ({ readonly kind: 'identity_mismatch' } & FoundAccounts)
  | { readonly kind: 'reauthenticated'; readonly member: MemberSummary }
  /** `disconnect`: the identity must be disconnected at the provider. */
  | { readonly kind: 'reauthentication_mismatch'; readonly disconnect: boolean }
  | { readonly kind: 'provider_denied' }
  | { readonly kind: 'provider_unavailable' }
  | { readonly kind: 'identity_verified'; readonly member: MemberSummary }
  | { readonly kind: 'member_withdrawn'; readonly member: MemberSummary }
  | { readonly kind: 'rejoin_not_allowed_yet'; readonly rejoinFrom: Date }
  /** `isSignInOld`: the grant is good, and the person signed in at the provider too long ago to prove presence. */
  | { readonly kind: 'provider_grant_invalid'; readonly isSignInOld?: true }
  | { readonly kind: 'provider_token_not_ours' }

type NameOf<One extends { readonly kind: string }> = One extends { readonly variant: string }
  ? Pick<One, 'kind' | 'variant'>
  : Pick<One, 'kind'>

/** The name of an outcome, with its variant where it has several. */
export type OutcomeName = NameOf<Outcome>

/** The variants of an outcome. */
export type VariantOf<Kind extends Outcome['kind']> = Extract<
  OutcomeName,
  { kind: Kind; variant: string }
>['variant']

type RowsOf<Kind extends Outcome['kind']> = [VariantOf<Kind>] extends [never]
  ? number
  : Readonly<Record<VariantOf<Kind>, number>>

/** The row of each outcome in the table of cases. */
const rows = {
  signed_in: 1,
  member_deactivated: { known: 2, matched: 6 },
  member_suspended: 3,
  mandatory_items_not_agreed: 4,
  link_confirmation_required: 5,
  link_proof_required: { partial: 7, namesake: 8, several: 9, inactive: 10 },
  registration_required: { family_member: 11, newcomer: 12 },
  guardian_consent_required: 13,
  linked: 14,
  identity_mismatch: { new: 14, identity: 16, identity_check: 21 },
  already_linked: 15,
  merge_confirmation_required: { identity: 16, identity_check: 21 },
  merge_not_allowed: { identity: 16, identity_check: 21 },
  reauthenticated: 17,
  reauthentication_mismatch: 18,
  provider_denied: 19,
  provider_unavailable: 20,
  identity_verified: 22,
  member_withdrawn: 23,
  rejoin_not_allowed_yet: 24,
  provider_grant_invalid: 25,
  provider_token_not_ours: 25,
} as const satisfies { readonly [Kind in Outcome['kind']]: RowsOf<Kind> }

type Numbers<Rows> = Rows extends number ? Rows : Rows[keyof Rows]

/** A row number, as logs and tests show it beside the name. */
export type Row = Numbers<(typeof rows)[keyof typeof rows]>

/** The row of an outcome in the table of cases. For logs and tests: decisions compare names. */
export function rowOf(outcome: OutcomeName): Row {
  switch (outcome.kind) {
    case 'member_deactivated':
      return rows[outcome.kind][outcome.variant]
    case 'link_proof_required':
      return rows[outcome.kind][outcome.variant]
    case 'registration_required':
      return rows[outcome.kind][outcome.variant]
    case 'identity_mismatch':
      return rows[outcome.kind][outcome.variant]
    case 'merge_confirmation_required':
    case 'merge_not_allowed':
      return rows[outcome.kind][outcome.variant]
    default:
      return rows[outcome.kind]
  }
}
