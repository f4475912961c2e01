import type { MemberSummary } from './facts.ts'
import type { Outcome } from './outcome.ts'
import type { Refused } from './refusal.ts'

/** Rows after which an identity waits for its visitor; row 6 waits too, while its visitor is refused. */
export type PendingOutcome = Extract<
  Outcome,
  { kind: 'link_confirmation_required' | 'link_proof_required' | 'registration_required' } | { row: 6 }
>

/** What a visit's outcome asks us to do. */
export type VisitAction =
  /** Let the member in, if it is still active then. */
  | { readonly kind: 'sign_in'; readonly member: MemberSummary }
  /** Keep the visit. */
  | { readonly kind: 'keep_pending'; readonly outcome: PendingOutcome }
  /** End the identity at the provider, and refuse. */
  | { readonly kind: 'disconnect_and_refuse'; readonly outcome: Refused }
  /** Refuse, and change nothing. */
  | { readonly kind: 'refuse'; readonly outcome: Refused }
  /** Link the identity to the signed-in member. */
  | { readonly kind: 'link'; readonly member: MemberSummary }
  /** It is linked to the signed-in member already. */
  | { readonly kind: 'already_linked'; readonly member: MemberSummary }
  /** It is another member's: two accounts of one person. */
  | { readonly kind: 'merge'; readonly other: MemberSummary }
  /** The signed-in member proved presence again. */
  | { readonly kind: 'reauthenticate'; readonly member: MemberSummary }

/** The outcomes of a visit; what an identity check alone can answer is left out. */
export type VisitOutcome = Exclude<Outcome, { kind: 'identity_verified' }>

/** Whether an outcome can come from a visit at a provider. */
export const isVisitOutcome = (outcome: Outcome): outcome is VisitOutcome =>
  outcome.kind !== 'identity_verified'

/** What to do after a visit. */
export function actionFor(outcome: VisitOutcome): VisitAction {
  switch (outcome.kind) {
    case 'signed_in':
      return { kind: 'sign_in', member: outcome.member }
    case 'link_confirmation_required':
    case 'link_proof_required':
    case 'registration_required':
      return { kind: 'keep_pending', outcome }
    case 'member_deactivated':
      return outcome.row === 6 ? { kind: 'keep_pending', outcome } : { kind: 'refuse', outcome }
    case 'linked':
      return { kind: 'link', member: outcome.member }
    case 'already_linked':
      return { kind: 'already_linked', member: outcome.member }
    case 'merge_confirmation_required':
      return { kind: 'merge', other: outcome.other }
    case 'reauthenticated':
      return { kind: 'reauthenticate', member: outcome.member }
    case 'reauthentication_mismatch':
      return { kind: outcome.disconnect ? 'disconnect_and_refuse' : 'refuse', outcome }
    case 'mandatory_items_not_agreed':
    case 'guardian_consent_required':
    case 'rejoin_not_allowed_yet':
      return { kind: 'disconnect_and_refuse', outcome }
    case 'member_suspended':
    case 'member_withdrawn':
    case 'merge_not_allowed':
    case 'provider_denied':
    case 'provider_unavailable':
    case 'provider_grant_invalid':
    case 'provider_token_not_ours':
      return { kind: 'refuse', outcome }
    default:
      return outcome satisfies never
  }
}
