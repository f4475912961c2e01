import type { Bilingual } from '../values/locale.ts'
import type { ProblemCode, ProblemExtras } from '../values/problem.ts'
import type { Outcome } from './outcome.ts'

/** A problem as plain data, from a row of the table. */
export interface Refusal {
  readonly code: ProblemCode
  readonly extras: ProblemExtras
}

/** The outcomes that end in a problem. */
export type Refused = Exclude<
  Outcome,
  {
    kind:
      | 'signed_in'
      | 'link_confirmation_required'
      | 'link_proof_required'
      | 'registration_required'
      | 'linked'
      | 'already_linked'
      | 'merge_confirmation_required'
      | 'reauthenticated'
      | 'identity_verified'
  }
>

/** What a person lacks who links or re-authenticates by a session of the provider from long ago. */
const signInOld: Bilingual = {
  ko: '그 서비스에 로그인한 지 오래되었습니다. 그 서비스에서 로그아웃하고 다시 로그인한 다음, 처음부터 다시 시도해 주세요.',
  en: 'You signed in at the provider too long ago. Please sign out there, sign in again, and start again here.',
}

/** The problem of each refusing outcome. Total over those outcomes. */
export function refusalOf(outcome: Refused): Refusal {
  switch (outcome.kind) {
    case 'member_deactivated':
      return { code: outcome.kind, extras: { user_mapping: 'DEACTIVATION_USER' } }
    case 'mandatory_items_not_agreed':
      return {
        code: outcome.kind,
        extras: { items: outcome.items, user_mapping: 'MANDATORY_ITEMS_NOT_AGREED' },
      }
    case 'member_withdrawn': {
      const until = outcome.member.restorableUntil
      return {
        code: outcome.kind,
        extras: until === undefined ? {} : { restorableUntil: until.toISOString() },
      }
    }
    case 'rejoin_not_allowed_yet':
      return { code: outcome.kind, extras: { rejoinFrom: outcome.rejoinFrom.toISOString() } }
    case 'provider_grant_invalid':
      return { code: outcome.kind, extras: outcome.isSignInOld ? { detail: signInOld } : {} }
    case 'member_suspended':
    case 'guardian_consent_required':
    case 'merge_not_allowed':
    case 'identity_mismatch':
    case 'reauthentication_mismatch':
    case 'provider_denied':
    case 'provider_unavailable':
    case 'provider_token_not_ours':
      return { code: outcome.kind, extras: {} }
    default:
      return outcome satisfies never
  }
}
