import { areTwoPeople, comparePersons } from '../leads/person.ts'
import type {
  Candidate,
  Facts,
  IdentityCheckFacts,
  MemberSummary,
  ProviderRefusal,
  VisitFacts,
  Visitor,
} from './facts.ts'
import { type Comparison, compareEvidence } from './matching.ts'
import type { Outcome, VariantOf } from './outcome.ts'

/**
 * The table of cases as a pure function: takes facts, gives the one outcome that holds for them. No I/O, no
 * clock, no environment. The order of checks is the order of precedence: the provider's refusal, the
 * signed-in visitor, the linked identity, withdrawn members, matches, and last the needs of a registration,
 * since a known member does not register.
 */
export function classify(facts: Facts): Outcome {
  switch (facts.kind) {
    case 'visit':
      return classifyVisit(facts)
    case 'identity_check':
      return classifyIdentityCheck(facts)
    default:
      return facts satisfies never
  }
}

type ProviderResponded = Extract<VisitFacts['provider'], { kind: 'responded' }>

function classifyVisit(facts: VisitFacts): Outcome {
  const { provider, visitor } = facts
  if (provider.kind === 'refused') return refusedAtProvider(provider.why)
  if (provider.identityStatus.kind === 'disconnecting') return { kind: 'provider_unavailable' }
  if (visitor.kind === 'member') return memberVisit(visitor, provider)
  if (provider.identityStatus.kind === 'linked') return outcomeByStatus(provider.identityStatus.member)
  return newIdentity(provider, facts)
}

/** The outcomes of a provider that authenticated nobody. */
export type RefusedAtProvider = Extract<
  Outcome,
  {
    kind: 'provider_denied' | 'provider_unavailable' | 'provider_grant_invalid' | 'provider_token_not_ours'
  }
>

/** Rows 19, 20 and 25: the outcome of a provider's refusal. */
export function refusedAtProvider(why: ProviderRefusal): RefusedAtProvider {
  switch (why) {
    case 'denied':
      return { kind: 'provider_denied' }
    case 'unavailable':
      return { kind: 'provider_unavailable' }
    case 'grant_invalid':
      return { kind: 'provider_grant_invalid' }
    case 'token_not_ours':
      return { kind: 'provider_token_not_ours' }
    default:
      return why satisfies never
  }
}

type OutcomeByStatus = Extract<
  Outcome,
  | { kind: 'signed_in' | 'member_suspended' | 'member_withdrawn' }
  | { kind: 'member_deactivated'; variant: 'known' }
>

/**
 * Rows 1, 2, 3 and 23: the outcome of a sign-in by the member's status. The survivor holds every login method
 * of a merged member, so a merged member is refused like a withdrawn one.
 */
export function outcomeByStatus(member: MemberSummary): OutcomeByStatus {
  switch (member.status) {
    case 'active':
      return { kind: 'signed_in', member }
    case 'deactivated':
      return { kind: 'member_deactivated', variant: 'known', member }
    case 'suspended':
      return { kind: 'member_suspended', member }
    case 'withdrawn':
    case 'merged':
      return { kind: 'member_withdrawn', member }
    default:
      return member.status satisfies never
  }
}

/** Rows 14 to 18: a signed-in member's visit, after a check of the member's own status. */
function memberVisit(visitor: Extract<Visitor, { kind: 'member' }>, provider: ProviderResponded): Outcome {
  const own = outcomeByStatus(visitor.member)
  if (own.kind !== 'signed_in') return own
  const { member } = own
  const linkedTo = provider.identityStatus.kind === 'linked' ? provider.identityStatus.member : undefined
  const isOwn = linkedTo?.id === member.id
  switch (visitor.intent) {
    case 'reauth':
      if (isOwn) return { kind: 'reauthenticated', member }
      return { kind: 'reauthentication_mismatch', disconnect: linkedTo === undefined }
    case 'link':
      if (linkedTo === undefined) {
        return areTwoPeople(provider.evidence, member)
          ? { kind: 'identity_mismatch', variant: 'new', member }
          : { kind: 'linked', member }
      }
      if (isOwn) return { kind: 'already_linked', member }
      return merge('identity', member, linkedTo)
    default:
      return visitor.intent satisfies never
  }
}

type MergeOutcome = Extract<Outcome, { readonly other: MemberSummary }>

/**
 * Rows 16 and 21: the outcome for two accounts of one person. A suspended or closed account is not merged,
 * and two different proven CIs are two people.
 */
export function merge(
  variant: VariantOf<'merge_not_allowed'>,
  member: MemberSummary,
  other: MemberSummary,
): MergeOutcome {
  const isOpen = other.status === 'active' || other.status === 'deactivated'
  if (!isOpen) return { kind: 'merge_not_allowed', variant, member, other }
  return comparePersons(member, other) === 'different'
    ? { kind: 'identity_mismatch', variant, member, other }
    : { kind: 'merge_confirmation_required', variant, member, other }
}

/**
 * Rows 24, 9, 5, 6, 7, 10, 4, 13, 8, 11, 12 in this order: an anonymous visitor with a new identity. Who has proven
 * by code to be a suspended or withdrawn member meets rows 3 and 23, as at the code door.
 */
function newIdentity(provider: ProviderResponded, facts: VisitFacts): Outcome {
  const evidence = { ...provider.evidence, identity: provider.identity }
  const compared = provider.candidates.map((candidate) => compareEvidence(evidence, candidate, facts.policy))

  const blockedUntil = latest([
    ...rejoinDatesOf(compared),
    ...(provider.rejoinBlockedUntil === undefined ? [] : [provider.rejoinBlockedUntil]),
  ])
  if (blockedUntil !== undefined) return { kind: 'rejoin_not_allowed_yet', rejoinFrom: blockedUntil }

  const present = compared.filter(({ match }) => isMatchable(match.candidate))
  const matched = present.filter(({ level }) => level === 'full' || level === 'partial')
  const mayRegister = !matched.some(({ ciEqual }) => ciEqual)
  const [first, second] = matched
  if (first !== undefined && second !== undefined) {
    return proofOf('several', matched, mayRegister)
  }
  if (first !== undefined) return oneMatch(first, mayRegister)
  const left = compared.find(({ provenByCode, match }) => provenByCode && isRestorable(match.candidate))
  if (left !== undefined) return { kind: 'member_withdrawn', member: left.match.candidate }

  if (provider.refusedItems.length > 0) {
    return { kind: 'mandatory_items_not_agreed', items: provider.refusedItems }
  }
  if (provider.underAge) return { kind: 'guardian_consent_required' }
  const namesakes = present.filter(({ level }) => level === 'name_only')
  if (namesakes.length > 0) return proofOf('namesake', namesakes, mayRegister)
  return { kind: 'registration_required', variant: provider.siblingConsent ? 'family_member' : 'newcomer' }
}

/** Rows 7 to 10: a question that needs a sign-in as one of the matched members. */
const proofOf = (
  variant: VariantOf<'link_proof_required'>,
  compared: readonly Comparison[],
  mayRegister: boolean,
): Outcome => ({
  kind: 'link_proof_required',
  variant,
  matches: compared.map(({ match }) => match),
  mayRegister,
})

/** A withdrawn or merged member matches nobody. */
const isMatchable = (candidate: Candidate): boolean =>
  candidate.status !== 'withdrawn' && candidate.status !== 'merged'

/** A member after the grace period is nobody. */
const isRestorable = ({ status, hasLeft }: Candidate): boolean => status === 'withdrawn' && hasLeft !== true

/** The dates until which proven matches with withdrawn members block a rejoin. */
const rejoinDatesOf = (compared: readonly Comparison[]): readonly Date[] =>
  compared
    .filter(({ proven, match }) => proven && match.candidate.status === 'withdrawn')
    .flatMap(({ match }) => match.candidate.rejoinFrom ?? [])

const latest = (dates: readonly Date[]): Date | undefined =>
  dates.length === 0 ? undefined : new Date(Math.max(...dates.map((date) => date.getTime())))

/** Rows 5, 6, 7 and 10: exactly one match. Row 3 for a suspended member whom a code has proven. */
function oneMatch(compared: Comparison, mayRegister: boolean): Outcome {
  const { level, match, provenByCode, needs } = compared
  const { candidate } = match
  if (candidate.status === 'active') {
    return level === 'full'
      ? { kind: 'link_confirmation_required', match, mayRegister, needs }
      : proofOf('partial', [compared], mayRegister)
  }
  if (level === 'full' && candidate.status === 'deactivated') {
    return { kind: 'member_deactivated', variant: 'matched', member: candidate }
  }
  if (provenByCode) return { kind: 'member_suspended', member: candidate }
  return proofOf('inactive', [compared], mayRegister)
}

/** Rows 21 and 22, after a check of the member's own status. */
function classifyIdentityCheck({ member, owner }: IdentityCheckFacts): Outcome {
  const own = outcomeByStatus(member)
  if (own.kind !== 'signed_in') return own
  return owner.kind === 'other'
    ? merge('identity_check', member, owner.member)
    : { kind: 'identity_verified', member }
}
