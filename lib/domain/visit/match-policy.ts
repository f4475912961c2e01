import type { TokenClaim } from '../member/token-claims.ts'
import { type Item, items } from '../values/evidence.ts'

export const fullItems = ['email', 'phone', 'name'] as const
export type FullItem = (typeof fullItems)[number]

export const partialItems = ['ci', 'email', 'phone', 'name+birth', 'name'] as const
export type PartialItem = (typeof partialItems)[number]

/** How one stage tells a member from a stranger. The rules that no policy can loosen are in `classify`. */
export interface MatchPolicy {
  /** What must all be equal on one member for a full match. */
  readonly full: readonly FullItem[]
  /** What counts as a partial match. */
  readonly consider: readonly PartialItem[]
  /** What a registration needs. */
  readonly requiredItems: readonly Item[]
  /** Required items that must also be verified. */
  readonly verifiedItems: readonly Item[]
  /** Terms of sibling services in the same provider app. */
  readonly siblingTags: readonly string[]
  /** Years. */
  readonly minimumAge: number
  /** What access tokens say of a member beside who it is. */
  readonly tokenClaims: readonly TokenClaim[]
}

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
 * Why a policy must be refused at start; an empty list when it is sound. Takes and gives plain data.
 * A policy may be stricter than the rules of the house, never looser.
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
