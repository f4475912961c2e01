import type { ContactEvidence } from '../leads/evidence.ts'
import { comparePersons, type PersonComparison } from '../leads/person.ts'
import { sameBirth } from '../values/birth.ts'
import type { Evidence, Vouched } from '../values/evidence.ts'
import { type Identity, sameIdentity } from '../values/identity.ts'
import { sameName } from '../values/name.ts'
import type { Candidate } from './facts.ts'
import type { FullItem, MatchPolicy, PartialItem } from './match-policy.ts'
import type { LinkNeeds, Match, Shown } from './outcome.ts'

/** The comparison of a contact of the visitor with the same contact of a member. */
interface ContactComparison {
  /** Equal, and verified on the visitor's side. A number that may be somebody else's by now counts by code alone. */
  readonly proven: boolean
  /** Equal, and verified on both sides. */
  readonly provenOnBothSides: boolean
  /** Equal, verified on both sides, and vouched for today by the provider or by a code. */
  readonly vouched: boolean
  /** Equal, and a code came back from it in this visit. */
  readonly byCode: boolean
  /** Equal, and a code that came back from it in this visit signs the member in, or recovers the account. */
  readonly opensByCode: boolean
  /** A hint may show the contact. */
  readonly shown: boolean
}

function compareContact<Value>(
  seen: Vouched<Value> | undefined,
  own: ContactEvidence<Value> | undefined,
): ContactComparison {
  const trust = seen !== undefined && seen.value === own?.value ? seen.trust : 'unverified'
  const byCode = trust === 'code'
  const isRecycled = own?.worth === 'recycled'
  const proven = trust !== 'unverified' && (byCode || !isRecycled)
  const provenOnBothSides = proven && own?.worth === 'verified'
  const vouched = provenOnBothSides && (byCode || trust === 'vouched')
  const opensByCode = byCode && (own?.worth === 'verified' || own?.worth === 'recoverable')
  return { proven, provenOnBothSides, vouched, byCode, opensByCode, shown: proven && !isRecycled }
}

/** A candidate as a visitor meets it: an equal contact from a merged account counts like the member's own. */
function asMet(candidate: Candidate, { email, phone }: Evidence): Candidate {
  const { otherEmails = [], otherPhones = [] } = candidate
  const isOtherEmail = isVerified(email) && otherEmails.includes(email.value)
  const isOwnPhone = candidate.phone?.value === phone?.value
  const isOtherPhone = isVerified(phone) && !isOwnPhone && otherPhones.includes(phone.value)
  return {
    ...candidate,
    ...(isOtherEmail && { email: { value: email.value, worth: 'verified' } }),
    ...(isOtherPhone && { phone: { value: phone.value, worth: 'recycled' } }),
  }
}

const isVerified = <Value>(seen: Vouched<Value> | undefined): seen is Vouched<Value> =>
  seen !== undefined && seen.trust !== 'unverified'

/** The comparison of the evidence with one candidate. */
export interface Comparison {
  readonly level: 'full' | 'partial' | 'name_only' | 'none'
  readonly ciEqual: boolean
  /** `sign_in`: full by an identity check alone, which says who somebody is, but not that they hold the account. */
  readonly needs: LinkNeeds
  /** A proven value leads to this candidate. */
  readonly proven: boolean
  /** A code that came back in this visit would sign this candidate in, so it proves who the visitor is. */
  readonly provenByCode: boolean
  readonly match: Match
}

/** The evidence of a visitor, with the identity that has just signed in at its provider. */
export type VisitorEvidence = Evidence & { readonly identity?: Identity }

/** Whether the visitor's identity was this member's, until its provider ended it. */
const hadIdentity = ({ formerIdentities = [] }: Candidate, identity: Identity | undefined): boolean =>
  identity !== undefined && formerIdentities.some((ended) => sameIdentity(ended, identity))

/**
 * Compares the evidence with one candidate under a policy. Pure. Holds the rules that no policy can loosen:
 * an equal CI is a full match by itself, unless an identity check in this visit told it, which says who somebody is and
 * asks for a sign-in; two different CIs never match; a contact counts towards a full match
 * only if both sides verified it and the provider vouches for it today, and counts for nothing if nobody has
 * verified it on the visitor's side; a name counts only beside such a contact, and alone, or with a birth date,
 * names nobody; a hint shows only verified values. A code that came back in this visit from a contact that
 * would sign the member in is the proof of being that member, whatever the name. An identity that had ended here
 * asks for such a proof, whatever else is equal.
 *
 * Otherwise Mallory enters Victor's address in the profile at Naver, and the response tells whether Victor is a
 * member here, and how Victor signs in.
 */
export function compareEvidence(
  evidence: VisitorEvidence,
  known: Candidate,
  policy: MatchPolicy,
): Comparison {
  const candidate = asMet(known, evidence)
  const persons = comparePersons(evidence, candidate)
  // Two people, whatever else is equal: a mother and her child may share a number.
  if (persons === 'different') return nothingInCommon(candidate)
  const values: ComparedValues = {
    email: compareContact(evidence.email, candidate.email),
    phone: compareContact(evidence.phone, candidate.phone),
    name: sameName(evidence.name, candidate.name),
    birth: sameBirth(evidence.birth, candidate.birth),
    persons,
    isChecked: evidence.check !== undefined,
  }
  const { email, phone } = values
  const isBack = hadIdentity(candidate, evidence.identity)
  const level = isBack ? levelOfFormer(values) : levelOf(values, policy)
  const shows = level === 'full' || level === 'partial' ? shownOf(values) : []
  const ciEqual = persons === 'same'
  return {
    level,
    ciEqual,
    needs: values.isChecked && !isFullWithoutPerson(values, policy) ? 'sign_in' : 'consent',
    proven: ciEqual || email.provenOnBothSides || phone.provenOnBothSides,
    provenByCode: email.opensByCode || phone.opensByCode,
    match: { candidate, shows, hinted: ciEqual || isBack || shows.length > 0 },
  }
}

const nothingInCommon = (candidate: Candidate): Comparison => ({
  level: 'none',
  ciEqual: false,
  needs: 'sign_in',
  proven: false,
  provenByCode: false,
  match: { candidate, shows: [], hinted: false },
})

/** What the visitor and one candidate have in common. */
interface ComparedValues {
  readonly email: ContactComparison
  readonly phone: ContactComparison
  readonly name: boolean
  readonly birth: boolean
  readonly persons: PersonComparison
  /** CI and DI come from an identity check in this visit. */
  readonly isChecked: boolean
}

/** Either side ended this very identity, so only a code brings it back without a question. */
const levelOfFormer = ({ email, phone }: ComparedValues): 'full' | 'partial' =>
  email.opensByCode || phone.opensByCode ? 'full' : 'partial'

/** Whether the match is full by contacts: by all items of the policy, or by a code that came back in this visit. */
function isFullWithoutPerson({ email, phone, name }: ComparedValues, policy: MatchPolicy): boolean {
  const holds: Record<FullItem, boolean> = { email: email.vouched, phone: phone.vouched, name }
  const byPolicy = policy.full.some((item) => item !== 'name') && policy.full.every((item) => holds[item])
  return byPolicy || email.opensByCode || phone.opensByCode
}

function levelOf(values: ComparedValues, policy: MatchPolicy): Comparison['level'] {
  const { email, phone, name, birth, persons } = values
  const considers = (item: PartialItem): boolean => policy.consider.includes(item)
  if (persons === 'same' || isFullWithoutPerson(values, policy)) return 'full'
  const isPartial =
    (considers('ci') && persons === 'maybe_same') ||
    (email.proven && (email.byCode || considers('email'))) ||
    (phone.proven && (phone.byCode || considers('phone')))
  if (isPartial) return 'partial'
  return name && (considers('name') || (considers('name+birth') && birth)) ? 'name_only' : 'none'
}

/** The values that a hint may show: verified contacts, and the name beside one of them or beside an equal CI. */
function shownOf({ email, phone, name, persons }: ComparedValues): readonly Shown[] {
  const contacts: readonly Shown[] = [
    ...(email.shown ? (['email'] as const) : []),
    ...(phone.shown ? (['phone'] as const) : []),
  ]
  return name && (contacts.length > 0 || persons === 'same') ? [...contacts, 'name'] : contacts
}
