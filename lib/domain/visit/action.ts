import type { MemberSummary } from './facts.ts'
import type { Outcome } from './outcome.ts'
import type { Refused } from './refusal.ts'

/** The outcomes that leave a pending visit. Row 6 does too, although the visitor is refused. */
export type PendingOutcome = Extract<
  Outcome,
  | { kind: 'link_confirmation_required' | 'link_proof_required' | 'registration_required' }
  | { kind: 'member_deactivated'; variant: 'matched' }
>

/** Every action that can follow a visit, with what it is about. */
interface Actions {
  /** Sign the member in if the member is still active. */
  readonly sign_in: { readonly member: MemberSummary }
  /** Keep the visit pending. */
  readonly keep_pending: { readonly outcome: PendingOutcome }
  /** Disconnect the identity at the provider, and refuse. */
  readonly disconnect_and_refuse: { readonly outcome: Refused }
  /** Refuse without any change. */
  readonly refuse: { readonly outcome: Refused }
  /** Link the identity to the signed-in member. */
  readonly link: { readonly member: MemberSummary }
  /** The identity is already linked to the signed-in member. */
  readonly already_linked: { readonly member: MemberSummary }
  /** The identity belongs to another member: two accounts of one person. */
  readonly merge: { readonly other: MemberSummary }
  /** The signed-in member proved presence again. */
  readonly reauthenticate: { readonly member: MemberSummary }
}

export type ActionKind = keyof Actions

/** The action that follows a visit's outcome. */
export type VisitAction<Kind extends ActionKind = ActionKind> = {
  [K in Kind]: { readonly kind: K } & Actions[K]
}[Kind]

/** The outcomes of a visit. Outcomes that only an identity check has are excluded. */
export type VisitOutcome = Exclude<Outcome, { kind: 'identity_verified' }>

/** Whether an outcome can come from a visit to a provider. */
export const isVisitOutcome = (outcome: Outcome): outcome is VisitOutcome =>
  outcome.kind !== 'identity_verified'

/** The action that follows a visit's outcome. Total over all outcomes. */
export function actionFor(outcome: VisitOutcome): VisitAction {
  switch (outcome.kind) {
    case 'signed_in':
      return { kind: 'sign_in', member: outcome.member }
    case 'link_confirmation_required':
    case 'link_proof_required':
    case 'registration_required':
      return { kind: 'keep_pending', outcome }
    case 'member_deactivated':
      return outcome.variant === 'matched' ? { kind: 'keep_pending', outcome } : { kind: 'refuse', outcome }
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
    case 'identity_mismatch':
      return { kind: outcome.variant === 'new' ? 'disconnect_and_refuse' : 'refuse', outcome }
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
