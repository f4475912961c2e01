import { contactLead, entryByCode, isVerifiable } from '../leads/contact.ts'
import type { JudgedAt, LeadHolder } from '../leads/lead.ts'
import { reachOf } from '../leads/reach.ts'
import { mayRelease, sharerToRelease } from '../leads/release.ts'
import { isSharedKind, maxSharers } from '../leads/shared.ts'
import { hasLeft } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { Email, Item, ProviderProfile, Trust, Vouched } from '../values/evidence.ts'
import type { Address } from '../values/verification.ts'
import type { PendingOutcome } from './action.ts'
import type { KnownMember } from './candidate.ts'
import type { Candidate } from './facts.ts'
import type { Match } from './outcome.ts'
import type {
  HeldContact,
  LinkQuestion,
  LinkTarget,
  PendingConnection,
  TypedContacts,
} from './pending-connection.ts'

/** The state of a pending visit: its question, the contacts that members already have, and the entered ones. */
export interface PendingState {
  readonly question: LinkQuestion | undefined
  readonly held: readonly HeldContact[]
  readonly typed?: TypedContacts
  /** The profile, where an identity check has changed it. */
  readonly profile?: ProviderProfile
}

/** A common name must not store thousands of members in one visit. */
const maxTargets = 20

/** The contacts of a profile as addresses, each with its proof; `said` for a value that nobody has verified. */
const contactsOf = ({ email, phone }: Pick<ProviderProfile, 'email' | 'phone'>) => [
  ...(email === undefined
    ? []
    : [{ of: 'email', address: { channel: 'email', value: email.value }, trust: email.trust } as const]),
  ...(phone === undefined
    ? []
    : [{ of: 'phone', address: { channel: 'sms', value: phone.value }, trust: phone.trust } as const]),
]

/**
 * The evidence of a pending visit. After the visitor entered and proved contacts, these alone: the visitor has answered
 * for everything else. Without names, since a name leads to nobody whom a contact does not lead to.
 */
export function evidenceOf({
  profile,
  typed,
}: Pick<PendingConnection, 'profile' | 'typed'>): ProviderProfile {
  if (typed === undefined) return profile
  const { email: _email, phone: _phone, name: _name, birth: _birth, ...rest } = profile
  const { email, phone } = typed
  return {
    ...rest,
    ...defined({
      email: email && ({ value: email, trust: 'code' } as const),
      phone: phone && ({ value: phone, trust: 'code' } as const),
    }),
  }
}

/** A visit whose state is decided: its profile, and for a pending visit what it holds already. */
export type DecidedVisit = Pick<PendingConnection, 'profile' | 'typed'> &
  Partial<Pick<PendingConnection, 'held'>>

/** The members that a visit may point to, and the items that a registration requires. */
export interface FoundMembers {
  readonly candidates: readonly KnownMember[]
  readonly requiredItems: readonly Item[]
}

/** Builds the state of a pending visit from its outcome. Pure. */
export function pendingStateOf(
  outcome: PendingOutcome,
  visit: DecidedVisit,
  { candidates, requiredItems }: FoundMembers,
  at: JudgedAt,
): PendingState {
  const evidence = evidenceOf(visit)
  const kept = heldContacts(evidence, candidates, at)
  const question = questionOf(outcome, evidence, candidates, at)
  const { typed, held = [] } = visit
  if (typed === undefined) return { question, held: kept }
  if (question === undefined || kept.length === 0) return { question, held, typed }
  const isStuck = question.needs === 'sign_in' && kept.some((of) => requiredItems.includes(of))
  const mayRegister = question.mayRegister && !isStuck
  return { question: { ...question, keeps: kept, mayRegister }, held, typed }
}

function questionOf(
  outcome: PendingOutcome,
  profile: ProviderProfile,
  candidates: readonly KnownMember[],
  at: JudgedAt,
): LinkQuestion | undefined {
  const targets = (matches: readonly Match[]) =>
    matches.slice(0, maxTargets).flatMap(({ candidate }) => targetOf(candidate, profile, candidates, at))
  switch (outcome.kind) {
    case 'link_confirmation_required':
      return {
        needs: outcome.needs,
        ...(outcome.needs === 'sign_in' && { full: true }),
        candidates: targets([outcome.match]),
        mayRegister: outcome.mayRegister,
      }
    case 'link_proof_required':
      return { needs: 'sign_in', candidates: targets(outcome.matches), mayRegister: outcome.mayRegister }
    case 'registration_required':
    case 'member_deactivated':
      return undefined
    default:
      return outcome satisfies never
  }
}

const targetOf = (
  { id }: Candidate,
  profile: ProviderProfile,
  candidates: readonly KnownMember[],
  at: JudgedAt,
): readonly LinkTarget[] =>
  candidates
    .filter((candidate) => candidate.id === id)
    .map((known) => ({
      ...targetFor(known, profile, at),
      ...defined({ recovers: recoveringAddress(known, profile, at) }),
    }))

/** The address of the visitor whose code recovers the account; undefined if it recovers nothing. */
function recoveringAddress(
  known: KnownMember,
  { email }: Pick<ProviderProfile, 'email'>,
  at: JudgedAt,
): Email | undefined {
  if (email?.trust !== 'code') return undefined
  const entry = entryByCode(known, { channel: 'email', value: email.value }, at)
  return entry === 'recover' ? email.value : undefined
}

/** The part of a member that a link needs: as it is now, and with the contacts that the visitor's profile verifies. */
export type LinkableMember = LeadHolder &
  Pick<KnownMember, 'id' | 'externalId' | 'version' | 'credentialsVersion' | 'locale' | 'agreements'>

/** A member that a visit with this profile may be linked to. */
export function targetFor(known: LinkableMember, profile: ProviderProfile, at: JudgedAt): LinkTarget {
  const verifies = contactsOf(profile)
    .filter(({ address, trust }) => trust !== 'unverified' && isVerifiable(known, address))
    .map(({ of }) => of)
  const { id, version, credentialsVersion, email, locale, externalId, agreements } = known
  const reach = reachOf(known, at)
  const becomesReach = verifies.includes('email') && email ? { email: email.value, locale } : undefined
  const byMail = reach && 'email' in reach ? reach : becomesReach
  const textReach = reach && 'phone' in reach && byMail === undefined ? reach : undefined
  const target = { memberId: id, version, credentialsVersion, verifies, lacksCi: known.ci === undefined }
  return { ...target, ...defined({ externalId, reach: byMail, textReach, agreements }) }
}

/**
 * The contacts of a profile that a member keeps, so that nobody else can register them: what the member would not
 * release to the visitor's proof, or what as many members share as may, none of whom would release it. A contact that
 * nobody has verified claims nothing when it is registered, so no member keeps it, and the visitor learns nothing.
 */
export function heldContacts(
  profile: ProviderProfile,
  candidates: readonly KnownMember[],
  at: JudgedAt,
): readonly HeldContact[] {
  const isHeld = (of: HeldContact, address: Address, trust: Trust): boolean => {
    if (trust === 'unverified') return false
    const owners = candidates.filter((known) => !hasLeft(known, at.now) && contactLead(known, address))
    if (isSharedKind(of, at)) {
      return owners.length >= maxSharers && !sharerToRelease(owners, { address, proof: trust }, at)
    }
    return owners.some((known) => !mayRelease(known, [{ address, proof: trust }], at))
  }
  return contactsOf(profile)
    .filter(({ of, address, trust }) => isHeld(of, address, trust))
    .map(({ of }) => of)
}

/**
 * The profile that a visitor can register with: without contacts of other members,
 * and with contacts the visitor proved. A name that nobody has signed is a name here.
 */
export function registrable(
  profile: ProviderProfile,
  { held, typed }: { readonly held: readonly HeldContact[]; readonly typed?: TypedContacts | undefined },
): ProviderProfile {
  const { email, phone, displayName, ...rest } = profile
  const ownEmail = ownContact(typed?.email, email, held.includes('email'))
  const ownPhone = ownContact(typed?.phone, phone, held.includes('phone'))
  return {
    ...rest,
    ...defined({ email: ownEmail, phone: ownPhone, name: rest.name ?? displayName }),
  }
}

const ownContact = <Value>(
  typed: Value | undefined,
  seen: Vouched<Value> | undefined,
  isHeld: boolean,
): Vouched<Value> | undefined => {
  if (typed !== undefined) return { value: typed, trust: 'code' }
  return isHeld ? undefined : seen
}

/** Whether two visits ask the same question about the same versions of the same members. */
export function samePendingState(a: PendingState, b: PendingState): boolean {
  const fingerprint = ({ question, held }: PendingState): string =>
    JSON.stringify([
      question?.needs,
      question?.full,
      question?.mayRegister,
      question?.candidates.map(({ memberId, version }) => [memberId, version]).sort(),
      [...held].sort(),
    ])
  return fingerprint(a) === fingerprint(b)
}
