import type { ContactKind, Item } from '../values/evidence.ts'

export const fullItems = ['email', 'phone', 'name'] as const
export type FullItem = (typeof fullItems)[number]

export const partialItems = ['ci', 'email', 'phone', 'name+birth', 'name'] as const
export type PartialItem = (typeof partialItems)[number]

/** A stage's rules for recognising members. `classify` holds the rules that no policy can loosen. */
export interface MatchPolicy {
  /** Items that must all be equal on one member for a full match. */
  readonly full: readonly FullItem[]
  /**
   * Items that count as a partial match. `name` and `name+birth` only find out that somebody here has this name; a
   * stage turns them on.
   */
  readonly consider: readonly PartialItem[]
  /** Items that a registration requires. */
  readonly requiredItems: readonly Item[]
  /** Required items that must also be verified. An identity is always verified, so it need not be required as well. */
  readonly verifiedItems: readonly Item[]
  /** Terms of sibling services in the same provider app. */
  readonly siblingTags: readonly string[]
  /** The kinds of contact that up to three members may have, such as the number of a family. */
  readonly sharedContacts: readonly ContactKind[]
  /** Years. */
  readonly minimumAge: number
}

/** The policy of a stage that sets none. */
export const defaultPolicy: MatchPolicy = {
  full: ['email', 'name'],
  consider: ['ci', 'email', 'phone'],
  requiredItems: ['email', 'name'],
  verifiedItems: [],
  siblingTags: [],
  sharedContacts: [],
  minimumAge: 14,
}

/** A rule that a policy breaks: in which of its lists, and what is allowed there. */
export interface PolicyFault {
  readonly at: readonly [keyof MatchPolicy]
  readonly allowed: string
}

/**
 * The reasons to refuse a policy at start; empty for a sound policy. A policy may be
 * stricter than the fixed rules, never looser.
 */
export function policyFaults(policy: MatchPolicy): readonly PolicyFault[] {
  const { full, requiredItems, verifiedItems, sharedContacts } = policy
  const faults: PolicyFault[] = []
  if (!full.some((item) => item === 'email' || item === 'phone')) {
    faults.push({ at: ['full'], allowed: 'a list with email or phone in it: a name alone identifies nobody' })
  }
  if (full.some((item) => item !== 'name' && sharedContacts.includes(item))) {
    faults.push({
      at: ['sharedContacts'],
      allowed: 'contacts that full does not name: a shared one is no full match',
    })
  }
  if (verifiedItems.some((item) => item !== 'email' && item !== 'phone' && item !== 'identity')) {
    faults.push({
      at: ['verifiedItems'],
      allowed: 'email, phone and identity: nothing else can be verified',
    })
  }
  if (verifiedItems.some((item) => item !== 'identity' && !requiredItems.includes(item))) {
    faults.push({
      at: ['verifiedItems'],
      allowed: `items that requiredItems has: ${requiredItems.join(', ')}`,
    })
  }
  return faults
}
