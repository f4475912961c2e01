import type { ContactEvidence } from '../../lib/domain/leads/evidence.ts'
import { sameBirth } from '../../lib/domain/values/birth.ts'
import type { Evidence, Vouched } from '../../lib/domain/values/evidence.ts'
import { sameIdentity } from '../../lib/domain/values/identity.ts'
import { sameName } from '../../lib/domain/values/name.ts'
import type { Candidate, Facts, MemberSummary, VisitFacts } from '../../lib/domain/visit/facts.ts'
import type { FullItem, MatchPolicy, PartialItem } from '../../lib/domain/visit/match-policy.ts'

type Provider = VisitFacts['provider']
type Answer = Extract<Provider, { kind: 'responded' }>
type Refusal = Extract<Provider, { kind: 'refused' }>['why']

/** The reason why the provider gave nothing, if any. */
export const refusal = (facts: Facts): Refusal | undefined =>
  facts.kind === 'visit' && facts.provider.kind === 'refused' ? facts.provider.why : undefined

/** The identity is being disconnected at the provider at this moment. */
export const isDisconnecting = (facts: Facts): boolean =>
  facts.kind === 'visit' &&
  facts.provider.kind === 'responded' &&
  facts.provider.identityStatus.kind === 'disconnecting'

/** The provider profile, unless rows 19, 20 and 25 come first. */
const answer = (facts: Facts): Answer | undefined =>
  facts.kind === 'visit' && facts.provider.kind === 'responded' && !isDisconnecting(facts)
    ? facts.provider
    : undefined

/**
 * The member whose own status decides: the signed-in visitor, or the linked member of a visitor without a session.
 */
export function ownMember(facts: Facts): MemberSummary | undefined {
  if (facts.kind === 'identity_check') return facts.member
  const told = answer(facts)
  if (told === undefined) return undefined
  if (facts.visitor.kind === 'member') return facts.visitor.member
  return told.identityStatus.kind === 'linked' ? told.identityStatus.member : undefined
}

/** A returning visitor without a session: row 1 and related rows. */
export const isReturning = (facts: Facts): boolean =>
  facts.kind === 'visit' &&
  facts.visitor.kind === 'anonymous' &&
  answer(facts)?.identityStatus.kind === 'linked'

/** The owner of the identity in a visit of an active member with an intent. Undefined without an owner. */
export function brought(
  facts: Facts,
  intent: 'link' | 'reauth',
): 'nobody' | 'self' | MemberSummary | undefined {
  const told = answer(facts)
  if (facts.kind !== 'visit' || told === undefined || facts.visitor.kind !== 'member') return undefined
  if (facts.visitor.intent !== intent || facts.visitor.member.status !== 'active') return undefined
  if (told.identityStatus.kind !== 'linked') return 'nobody'
  return told.identityStatus.member.id === facts.visitor.member.id ? 'self' : told.identityStatus.member
}

/** The owner of the CI or DI in an identity check of an active member. Undefined without such a check. */
export function checked(facts: Facts): 'nobody' | 'self' | MemberSummary | undefined {
  if (facts.kind !== 'identity_check' || facts.member.status !== 'active') return undefined
  return facts.owner.kind === 'other' ? facts.owner.member : facts.owner.kind
}

/** A visitor without a session whose identity leads to nobody. */
export interface Stranger extends Answer {
  readonly policy: MatchPolicy
}

export function stranger(facts: Facts): Stranger | undefined {
  const told = answer(facts)
  if (facts.kind !== 'visit' || facts.visitor.kind !== 'anonymous' || told?.identityStatus.kind !== 'new')
    return undefined
  return { ...told, policy: facts.policy }
}

/** Two contacts of one value. */
const same = <Value>(theirs?: Vouched<Value>, own?: ContactEvidence<Value>): boolean =>
  theirs !== undefined && theirs.value === own?.value

/** What two contacts have in common. */
type Compares = <Value>(theirs?: Vouched<Value>, own?: ContactEvidence<Value>) => boolean

/** The visitor's address against the member's own and those of accounts that were merged into it. */
const byEmail = (compares: Compares, visitor: Evidence, { email, otherEmails = [] }: Candidate): boolean =>
  [email, ...otherEmails.map((value) => ({ value, worth: 'verified' as const }))].some((own) =>
    compares(visitor.email, own),
  )

/** The same for numbers. The proof of a merged account's number is too old. */
const byPhone = (compares: Compares, visitor: Evidence, { phone, otherPhones = [] }: Candidate): boolean =>
  [phone, ...otherPhones.map((value) => ({ value, worth: 'recycled' as const }))].some((own) =>
    compares(visitor.phone, own),
  )

const byContact = (compares: Compares, visitor: Evidence, member: Candidate): boolean =>
  byEmail(compares, visitor, member) || byPhone(compares, visitor, member)

/** The same contact, from which a code came back in this visit. */
const typed = <Value>(theirs?: Vouched<Value>, own?: ContactEvidence<Value>): boolean =>
  same(theirs, own) && theirs?.trust === 'code'

/**
 * The same contact, which the visitor has proven at some time. What nobody has verified is nobody's, and an old
 * number's holder may be another person by now.
 */
const shown = <Value>(theirs?: Vouched<Value>, own?: ContactEvidence<Value>): boolean =>
  typed(theirs, own) || (same(theirs, own) && theirs?.trust !== 'unverified' && own?.worth !== 'recycled')

/** The same contact, proven at some time by the visitor and by the member. */
const proven = <Value>(theirs?: Vouched<Value>, own?: ContactEvidence<Value>): boolean =>
  same(theirs, own) && theirs?.trust !== 'unverified' && own?.worth === 'verified'

/** The same contact, which the source or a code answers for today and the member has proven. */
const vouched = <Value>(theirs?: Vouched<Value>, own?: ContactEvidence<Value>): boolean =>
  same(theirs, own) && (theirs?.trust === 'vouched' || theirs?.trust === 'code') && own?.worth === 'verified'

const codeProves = <Value>(theirs?: Vouched<Value>, own?: ContactEvidence<Value>): boolean =>
  typed(theirs, own) && (own?.worth === 'verified' || own?.worth === 'recoverable')

/** A code that came back in this visit proves that the visitor is the member. */
export const provenByCode = (visitor: Evidence, member: Candidate): boolean =>
  !otherCi(visitor, member) && byContact(codeProves, visitor, member)

export const sameCi = (visitor: Evidence, member: Candidate): boolean =>
  visitor.ci !== undefined && visitor.ci === member.ci && member.identityUnproven !== true

/** The same CI, which nobody has checked here. */
const maybeSameCi = (visitor: Evidence, member: Candidate): boolean =>
  visitor.ci !== undefined && visitor.ci === member.ci && member.identityUnproven === true

export const otherCi = (visitor: Evidence, member: Candidate): boolean =>
  visitor.ci !== undefined &&
  member.ci !== undefined &&
  visitor.ci !== member.ci &&
  member.identityUnproven !== true

export const sharesVouchedContact = (visitor: Evidence, member: Candidate): boolean =>
  byContact(vouched, visitor, member)

export const sharesProvenContact = (visitor: Evidence, member: Candidate): boolean =>
  byContact(proven, visitor, member)

const isEqualInFull = (item: FullItem, visitor: Evidence, member: Candidate): boolean => {
  if (item === 'email') return byEmail(vouched, visitor, member)
  if (item === 'phone') return byPhone(vouched, visitor, member)
  return sameName(visitor.name, member.name)
}

const isEqualInPart = (item: PartialItem, visitor: Evidence, member: Candidate): boolean => {
  if (item === 'ci') return sameCi(visitor, member) || maybeSameCi(visitor, member)
  if (item === 'email') return byEmail(shown, visitor, member)
  if (item === 'phone') return byPhone(shown, visitor, member)
  // A name, with or without a birth date, leads to row 8, which names no member: it never makes a match.
  return false
}

/** The visitor's identity was this member's, until it ended. Only a code proves then who the visitor is. */
const hadIdentity = (
  { identity }: Pick<Stranger, 'identity'>,
  { formerIdentities = [] }: Candidate,
): boolean => formerIdentities.some((ended) => sameIdentity(ended, identity))

export const matchesInFull = (visitor: Stranger, member: Candidate): boolean => {
  const { evidence, policy } = visitor
  if (hadIdentity(visitor, member)) return provenByCode(evidence, member)
  return (
    sameCi(evidence, member) ||
    provenByCode(evidence, member) ||
    (!otherCi(evidence, member) && policy.full.every((item) => isEqualInFull(item, evidence, member)))
  )
}

const matchesInPart = (visitor: Stranger, member: Candidate): boolean => {
  const { evidence, policy } = visitor
  if (otherCi(evidence, member)) return false
  return (
    hadIdentity(visitor, member) ||
    byContact(typed, evidence, member) ||
    policy.consider.some((item) => isEqualInPart(item, evidence, member))
  )
}

/** Whether a member can match at all. Withdrawn and merged members match nobody. */
const isHere = ({ status }: MemberSummary): boolean =>
  status === 'active' || status === 'deactivated' || status === 'suspended'

/** Whether the visitor is proven to be a withdrawn member who may not rejoin yet. */
export const mustWait = ({ evidence, candidates, rejoinBlockedUntil }: Stranger): boolean =>
  rejoinBlockedUntil !== undefined ||
  candidates.some(
    (member) =>
      member.status === 'withdrawn' &&
      member.rejoinFrom !== undefined &&
      !otherCi(evidence, member) &&
      (sameCi(evidence, member) || sharesProvenContact(evidence, member)),
  )

/** The members whom the evidence points to, fully or partially. */
export const matched = (visitor: Stranger): readonly Candidate[] =>
  visitor.candidates.filter(
    (member) => isHere(member) && (matchesInFull(visitor, member) || matchesInPart(visitor, member)),
  )

/** Whether two people have one name, where the policy looks at names: alone, or with the birth date. */
const isNamesake = ({ evidence, policy }: Stranger, member: Candidate): boolean =>
  sameName(evidence.name, member.name) &&
  (policy.consider.includes('name') ||
    (policy.consider.includes('name+birth') && sameBirth(evidence.birth, member.birth)))

/** Whether a member has the visitor's name, where the policy looks at names. */
export const hasNamesake = (visitor: Stranger): boolean =>
  visitor.candidates.some(
    (member) => isHere(member) && !otherCi(visitor.evidence, member) && isNamesake(visitor, member),
  )
