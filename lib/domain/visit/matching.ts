import type { ContactEvidence } from '../leads/evidence.ts'
import { comparePersons } from '../leads/person.ts'
import { sameBirth } from '../values/birth.ts'
import type { Evidence, Vouched } from '../values/evidence.ts'
import { sameName } from '../values/name.ts'
import type { Candidate } from './facts.ts'
import type { FullItem, MatchPolicy } from './match-policy.ts'
import type { Match, Shown } from './outcome.ts'

/** The comparison of a contact of the visitor with the same contact of a member. */
interface ContactComparison {
  readonly equal: boolean
  /** Equal, and verified on the visitor's side. */
  readonly proven: boolean
  /** Equal, and verified on both sides. */
  readonly provenOnBothSides: boolean
  /** Equal, verified on both sides, and vouched for by the provider today. */
  readonly vouched: boolean
}

function compareContact<Value>(
  seen: Vouched<Value> | undefined,
  own: ContactEvidence<Value> | undefined,
): ContactComparison {
  const equal = seen !== undefined && own !== undefined && seen.value === own.value
  const proven = equal && seen.trust !== 'unverified'
  const provenOnBothSides = proven && own.worth === 'verified'
  return { equal, proven, provenOnBothSides, vouched: provenOnBothSides && seen.trust === 'vouched' }
}

/** A candidate as a visitor meets it: an equal address from a merged account counts like the member's own. */
function asMet(candidate: Candidate, { email }: Evidence): Candidate {
  const isOther = email !== undefined && candidate.otherEmails?.includes(email.value)
  return isOther ? { ...candidate, email: { value: email.value, worth: 'verified' } } : candidate
}

const nothingShown = (candidate: Candidate): Match => ({ candidate, shows: [], hinted: false })

/** The comparison of the evidence with one candidate. */
export interface Comparison {
  readonly level: 'full' | 'partial' | 'name_only' | 'none'
  readonly ciEqual: boolean
  /** A proven value leads to this candidate. */
  readonly proven: boolean
  readonly match: Match
}

/**
 * Compares the evidence with one candidate under a policy. Pure. Holds the rules that no policy can loosen:
 * an equal CI is a full match by itself; two different CIs never match; a contact counts towards a full match
 * only if both sides verified it and the provider vouches for it today; a name counts only beside such a
 * contact; a hint shows only values that the provider has verified.
 */
export function compareEvidence(evidence: Evidence, known: Candidate, policy: MatchPolicy): Comparison {
  const candidate = asMet(known, evidence)
  const email = compareContact(evidence.email, candidate.email)
  const phone = compareContact(evidence.phone, candidate.phone)
  const name = sameName(evidence.name, candidate.name)
  const persons = comparePersons(evidence, candidate)
  const ciEqual = persons === 'same'

  const holds: Record<FullItem, boolean> = { email: email.vouched, phone: phone.vouched, name }
  const byContact = policy.full.some((item) => item !== 'name') && policy.full.every((item) => holds[item])
  const full = ciEqual || byContact

  const partial = policy.consider.some((item) => {
    switch (item) {
      case 'ci':
        return ciEqual || persons === 'maybe_same'
      case 'email':
        return email.equal
      case 'phone':
        return phone.equal
      case 'name+birth':
        return name && sameBirth(evidence.birth, candidate.birth)
      case 'name':
        return false
      default:
        return item satisfies never
    }
  })
  const nameOnly = policy.consider.includes('name') && name

  const shows: Shown[] = []
  if (email.proven) shows.push('email')
  if (phone.proven) shows.push('phone')
  if (name && (shows.length > 0 || ciEqual)) shows.push('name')

  // Two people, whatever else is equal: a mother and her child may share a number.
  if (persons === 'different')
    return { level: 'none', ciEqual, proven: false, match: nothingShown(candidate) }
  return {
    level: full ? 'full' : partial ? 'partial' : nameOnly ? 'name_only' : 'none',
    ciEqual,
    proven: ciEqual || email.provenOnBothSides || phone.provenOnBothSides,
    match: { candidate, shows, hinted: ciEqual || shows.length > 0 },
  }
}
