import type { Agreement } from '../consent/agreement.ts'
import { matchContact } from '../member/contacts.ts'
import type { OwnContact } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { ProviderProfile, Vouched } from '../values/evidence.ts'
import type { Locale } from '../values/locale.ts'
import type { PendingOutcome } from './action.ts'
import type { Candidate } from './facts.ts'
import type { Match } from './outcome.ts'
import type { HeldContact, LinkQuestion, LinkTarget, TypedContacts } from './pending-connection.ts'

/** A candidate with the version, which shows later changes, and the language. */
export type VersionedCandidate = Candidate & {
  readonly version: number
  readonly locale: Locale
  readonly agreements?: readonly Agreement[]
}

/** The state of a pending visit: its question, and the contacts that members already have. */
export interface PendingState {
  readonly question: LinkQuestion | undefined
  readonly held: readonly HeldContact[]
}

/** A common name must not store thousands of members in one visit. */
const maxTargets = 20

const equal = <Value>(
  seen: Vouched<Value> | undefined,
  own: OwnContact<Value> | undefined,
): { readonly seen: Vouched<Value>; readonly own: OwnContact<Value> } | undefined =>
  seen !== undefined && own !== undefined && seen.value === own.value ? { seen, own } : undefined

/** Builds the state of a pending visit from its outcome. Pure. */
export function pendingStateOf(
  outcome: PendingOutcome,
  profile: ProviderProfile,
  candidates: readonly VersionedCandidate[],
): PendingState {
  return { question: questionOf(outcome, profile, candidates), held: heldContacts(profile, candidates) }
}

function questionOf(
  outcome: PendingOutcome,
  profile: ProviderProfile,
  candidates: readonly VersionedCandidate[],
): LinkQuestion | undefined {
  const targets = (matches: readonly Match[]) =>
    matches.slice(0, maxTargets).flatMap(({ candidate }) => targetOf(candidate, profile, candidates))
  switch (outcome.kind) {
    case 'link_confirmation_required':
      return { needs: 'consent', candidates: targets([outcome.match]), mayRegister: outcome.mayRegister }
    case 'link_proof_required':
      return { needs: 'sign_in', candidates: targets(outcome.matches), mayRegister: outcome.mayRegister }
    case 'registration_required':
    case 'member_deactivated':
      return undefined
    default:
      return outcome satisfies never
  }
}

function targetOf(
  { id }: Candidate,
  profile: ProviderProfile,
  candidates: readonly VersionedCandidate[],
): readonly LinkTarget[] {
  const known = candidates.find((candidate) => candidate.id === id)
  if (known === undefined) return []
  const becomesVerified = (pair: ReturnType<typeof equal>): boolean =>
    pair !== undefined && pair.seen.trust !== 'unverified' && !pair.own.verified && !pair.own.shared
  const verifies: HeldContact[] = []
  if (becomesVerified(equal(profile.email, known.email))) verifies.push('email')
  if (becomesVerified(equal(profile.phone, known.phone))) verifies.push('phone')
  const { version, email, locale, externalId, agreements } = known
  const isReachable = email !== undefined && (email.verified || verifies.includes('email'))
  const reach = isReachable ? { email: email.value, locale } : undefined
  const lacksCi = known.ci === undefined
  const target = { memberId: id, version, verifies, lacksCi }
  return [
    {
      ...target,
      ...defined({ externalId, reach, agreements }),
    },
  ]
}

/**
 * The contacts of a profile that a member has already. Nobody loses a verified contact, and an unverified
 * value never takes an existing claim.
 */
export function heldContacts(
  profile: ProviderProfile,
  candidates: readonly Candidate[],
): readonly HeldContact[] {
  const isHeld = (pair: ReturnType<typeof equal>): boolean =>
    pair !== undefined && (pair.own.verified || pair.seen.trust === 'unverified')
  const { email: seenEmail, phone: seenPhone } = profile
  const met = candidates.map((candidate) =>
    matchContact(candidate, { email: seenEmail?.value, phone: seenPhone?.value }),
  )
  const held: HeldContact[] = []
  if (met.some(({ email }) => isHeld(equal(profile.email, email)))) held.push('email')
  if (met.some(({ phone }) => isHeld(equal(profile.phone, phone)))) held.push('phone')
  return held
}

/**
 * The profile that a visitor can register with: without contacts of other members,
 * and with contacts the visitor proved.
 */
export function registrable(
  profile: ProviderProfile,
  { held, typed }: { readonly held: readonly HeldContact[]; readonly typed?: TypedContacts | undefined },
): ProviderProfile {
  const { email, phone, ...rest } = profile
  const ownEmail = ownContact(typed?.email, email, held.includes('email'))
  const ownPhone = ownContact(typed?.phone, phone, held.includes('phone'))
  return {
    ...rest,
    ...defined({ email: ownEmail, phone: ownPhone }),
  }
}

const ownContact = <Value>(
  typed: Value | undefined,
  seen: Vouched<Value> | undefined,
  isHeld: boolean,
): Vouched<Value> | undefined => {
  if (typed !== undefined) return { value: typed, trust: 'vouched' }
  return isHeld ? undefined : seen
}

/** Whether two visits ask the same question about the same versions of the same members. */
export function samePendingState(a: PendingState, b: PendingState): boolean {
  const fingerprint = ({ question, held }: PendingState): string =>
    JSON.stringify([
      question?.needs,
      question?.mayRegister,
      question?.candidates.map(({ memberId, version }) => [memberId, version]).sort(),
      [...held].sort(),
    ])
  return fingerprint(a) === fingerprint(b)
}
