import type { CiHash, DiHash } from '../values/evidence.ts'

/** The facts about a person's identity. A member's CI counts as proven unless `identityUnproven` is set. */
export interface KnownPerson {
  readonly ci?: CiHash
  readonly di?: DiHash
  readonly identityUnproven?: true
}

/** Whether the CI and DI of a side count as proven. */
export const isProvenPerson = ({ identityUnproven }: Pick<KnownPerson, 'identityUnproven'>): boolean =>
  identityUnproven !== true

/**
 * The comparison of two sides by CI (연계정보), and by DI (중복가입확인정보) where an equal one is all that both have.
 * `same` and `different` need a proven value on both sides, and two DIs may be one person's. An
 * unproven CI gives `maybe_same` if equal, and `unknown` if not. CIs are compared only here: no door attaches
 * an identity, an address or another account to a member with another CI.
 */
export type PersonComparison = 'same' | 'maybe_same' | 'different' | 'unknown'

/** Compares two sides; by DI where there are not two CIs to compare. Symmetric. */
export function comparePersons(a: KnownPerson, b: KnownPerson): PersonComparison {
  const areProven = isProvenPerson(a) && isProvenPerson(b)
  if (a.ci === undefined || b.ci === undefined) {
    if (a.di === undefined || a.di !== b.di) return 'unknown'
    return areProven ? 'same' : 'maybe_same'
  }
  if (a.ci === b.ci) return areProven ? 'same' : 'maybe_same'
  return areProven ? 'different' : 'unknown'
}

/**
 * Whether two sides are certainly two people: by two proven CIs or, where there are not two CIs to compare, by two
 * proven DIs (중복가입확인정보).
 */
export function areTwoPeople(a: KnownPerson, b: KnownPerson): boolean {
  if (a.ci !== undefined && b.ci !== undefined) return comparePersons(a, b) === 'different'
  const areProven = isProvenPerson(a) && isProvenPerson(b)
  return areProven && a.di !== undefined && b.di !== undefined && a.di !== b.di
}
