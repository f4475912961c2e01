import type { CiHash } from '../values/evidence.ts'

/** What is known of who somebody is. A member's CI counts as proven unless `identityUnproven` says otherwise. */
export interface KnownPerson {
  readonly ci?: CiHash
  readonly identityUnproven?: true
}

/**
 * Compares who two sides are by CI (연계정보). `same` and `different` need a proven CI on both sides; an unproven
 * one is `maybe_same` where it is equal, and says nothing where it is not. The one place where CIs are compared:
 * no door attaches an identity, an address or another account to a member whose CI is another one.
 */
export type PersonComparison = 'same' | 'maybe_same' | 'different' | 'unknown'

/** Compares who two sides are. Symmetric. */
export function comparePersons(a: KnownPerson, b: KnownPerson): PersonComparison {
  if (a.ci === undefined || b.ci === undefined) return 'unknown'
  const areProven = a.identityUnproven !== true && b.identityUnproven !== true
  if (a.ci === b.ci) return areProven ? 'same' : 'maybe_same'
  return areProven ? 'different' : 'unknown'
}

/** Whether two sides are certainly two people. */
export const areTwoPeople = (a: KnownPerson, b: KnownPerson): boolean => comparePersons(a, b) === 'different'
