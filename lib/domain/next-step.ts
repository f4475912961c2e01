import type { Standing } from './facts.ts'
import type { Outcome } from './outcome.ts'
import type { Refused } from './refusal.ts'

/** Rows after which an identity waits for its visitor; row 6 waits too, while its visitor is refused. */
export type Waiting = Extract<
  Outcome,
  { kind: 'link_confirmation_required' | 'link_proof_required' | 'registration_required' } | { row: 6 }
>

/** What a visit's outcome asks us to do. */
export type NextStep =
  /** Let the member in, if it is still active then. */
  | { readonly kind: 'enter'; readonly member: Standing }
  /** Keep the visit. */
  | { readonly kind: 'wait'; readonly outcome: Waiting }
  /** End the identity at the provider, and refuse. */
  | { readonly kind: 'end'; readonly outcome: Refused }
  /** Refuse, and change nothing. */
  | { readonly kind: 'refuse'; readonly outcome: Refused }

/** Rows that only a signed-in member's visit can have. */
export type MemberRow = 14 | 15 | 16 | 17 | 18 | 21 | 22

/** What to do after an anonymous visit. */
export function nextStep(outcome: Exclude<Outcome, { row: MemberRow }>): NextStep {
  switch (outcome.row) {
    case 1:
      return { kind: 'enter', member: outcome.member }
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
    case 12:
      return { kind: 'wait', outcome }
    case 4:
    case 13:
    case 24:
      return { kind: 'end', outcome }
    case 2:
    case 3:
    case 19:
    case 20:
    case 23:
    case 25:
      return { kind: 'refuse', outcome }
    default:
      return outcome satisfies never
  }
}

const memberRows: ReadonlySet<number> = new Set<MemberRow>([14, 15, 16, 17, 18, 21, 22])

export const isMemberRow = (outcome: Outcome): outcome is Extract<Outcome, { row: MemberRow }> =>
  memberRows.has(outcome.row)
