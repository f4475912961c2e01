import type { TokenClaim } from '../member/token-claims.ts'
import { type Item, items } from '../values/evidence.ts'

export const fullItems = ['email', 'phone', 'name'] as const
export type FullItem = (typeof fullItems)[number]

export const partialItems = ['ci', 'email', 'phone', 'name+birth', 'name'] as const
export type PartialItem = (typeof partialItems)[number]

/** A stage's rules for recognising members. `classify` holds the rules that no policy can loosen. */
export interface MatchPolicy {
  /** Items that must all be equal on one member for a full match. */
  readonly full: readonly FullItem[]
  /** Items that count as a partial match. */
  readonly consider: readonly PartialItem[]
  /** Items that a registration requires. */
  readonly requiredItems: readonly Item[]
  /** Required items that must also be verified. */
  readonly verifiedItems: readonly Item[]
  /** Terms of sibling services in the same provider app. */
  readonly siblingTags: readonly string[]
  /** Years. */
  readonly minimumAge: number
  /** The member's claims in access tokens, beside the id. */
  readonly tokenClaims: readonly TokenClaim[]
}

/** The policy of a stage that sets none. */
export const defaultPolicy: MatchPolicy = {
  full: ['email', 'name'],
  consider: ['ci', 'email', 'phone', 'name+birth'],
  requiredItems: ['email', 'name'],
  verifiedItems: [],
  siblingTags: [],
  minimumAge: 14,
  tokenClaims: [],
}

/**
 * The reasons to refuse a policy at start, one sentence each; empty for a sound policy. A policy may be
 * stricter than the fixed rules, never looser.
 */
export function policyFaults(policy: MatchPolicy): readonly string[] {
  const faults: string[] = []
  if (!policy.full.some((item) => item === 'email' || item === 'phone')) {
    faults.push('full must contain email or phone: a name alone identifies nobody')
  }
  for (const item of policy.verifiedItems) {
    if (item !== 'email' && item !== 'phone') faults.push(`verifiedItems: ${item} cannot be verified`)
    if (!policy.requiredItems.includes(item)) faults.push(`verifiedItems: ${item} is not in requiredItems`)
  }
  for (const item of policy.requiredItems) {
    if (!items.includes(item)) faults.push(`requiredItems: ${item} is not known`)
  }
  if (!Number.isInteger(policy.minimumAge) || policy.minimumAge < 0 || policy.minimumAge > 150) {
    faults.push('minimumAge must be a whole number of years')
  }
  return faults
}
