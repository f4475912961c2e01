import type { Agreement } from '../consent/agreement.ts'
import { matchContact } from '../member/contacts.ts'
import type { OwnContact } from '../member/member.ts'
import type { ProviderProfile, Vouched } from '../values/evidence.ts'
import type { Locale } from '../values/locale.ts'
import type { PendingOutcome } from './action.ts'
import type { Candidate } from './facts.ts'
import type { Match } from './outcome.ts'
import type { HeldContact, LinkQuestion, LinkTarget, TypedContacts } from './pending-connection.ts'

/** A candidate with its version, so that linking can tell whether it changed, and with its language. */
export type VersionedCandidate = Candidate & {
  readonly version: number
  readonly locale: Locale
  readonly agreements?: readonly Agreement[]
}

/** What a kept visit waits for. */
export interface PendingState {
  readonly question: LinkQuestion | undefined
  readonly held: readonly HeldContact[]
}

/** A common name is no reason to remember thousands of members. */
const maxTargets = 20

const equal = <Value>(
  seen: Vouched<Value> | undefined,
  own: OwnContact<Value> | undefined,
): { readonly seen: Vouched<Value>; readonly own: OwnContact<Value> } | undefined =>
  seen !== undefined && own !== undefined && seen.value === own.value ? { seen, own } : undefined

/** Pure: what an outcome that waits will ask, and which contacts could not be registered beside it. */
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
      ...(externalId === undefined ? {} : { externalId }),
      ...(reach === undefined ? {} : { reach }),
      ...(agreements === undefined ? {} : { agreements }),
    },
  ]
}

/**
 * Contacts that somebody holds: a verified one is taken from nobody, and an unverified value takes no claim
 * that exists.
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

/** What a visitor can register with: the profile without what others hold, with what was typed in and proven. */
export function registrable(
  profile: ProviderProfile,
  { held, typed }: { readonly held: readonly HeldContact[]; readonly typed?: TypedContacts | undefined },
): ProviderProfile {
  const { email, phone, ...rest } = profile
  const ownEmail = ownContact(typed?.email, email, held.includes('email'))
  const ownPhone = ownContact(typed?.phone, phone, held.includes('phone'))
  return {
    ...rest,
    ...(ownEmail === undefined ? {} : { email: ownEmail }),
    ...(ownPhone === undefined ? {} : { phone: ownPhone }),
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

/** Whether two visits wait for the same thing from the same members as they are now. */
export function samePendingState(a: PendingState, b: PendingState): boolean {
  const told = ({ question, held }: PendingState): string =>
    JSON.stringify([
      question?.needs,
      question?.mayRegister,
      question?.candidates.map(({ memberId, version }) => [memberId, version]).sort(),
      [...held].sort(),
    ])
  return told(a) === told(b)
}
