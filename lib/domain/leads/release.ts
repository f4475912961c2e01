import { type EndedIdentity, hasLeft, type Member } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { Trust } from '../values/evidence.ts'
import type { Address } from '../values/verification.ts'
import { type ClaimedValue, claimedValues } from './claimed.ts'
import { contactLead } from './contact.ts'
import type { JudgedAt, LeadHolder } from './lead.ts'
import { linkedIdentities } from './leads.ts'
import { canEnter, isFreshNumber, isLockedOut, isProvenNumber } from './opens.ts'
import { type Reach, reachOf } from './reach.ts'
import { isOwnContact } from './shared.ts'
import { withoutContact } from './without.ts'

/** How somebody shows that an address is theirs. */
export type AddressProof = Exclude<Trust, 'unverified'>

/** An address that somebody shows to be theirs. */
export interface ShownAddress {
  readonly address: Address
  readonly proof: AddressProof
}

/** Whether a member has proven an address, and recently enough that a newcomer's proof weighs no more. */
function keeps(member: LeadHolder, address: Address, at: JudgedAt): boolean {
  const lead = contactLead(member, address)
  if (lead === undefined || !isOwnContact(lead, at)) return true
  return lead.of === 'email' ? lead.verified : isFreshNumber(lead, at)
}

/** The member's leads without these addresses. */
const without = (member: LeadHolder, addresses: readonly Address[]): LeadHolder =>
  addresses.reduce((holder, address) => withoutContact(holder, address), member)

/**
 * Whether a member can do without these addresses: something else signs the member in now, or nothing does, not even
 * these, which the member never verified, though much else here. Otherwise Mallory, whom support unlinked from all that she
 * had, would keep Minji from an address of Minji's for good. An imported member who has proven nothing yet keeps the name.
 */
function canSpare(member: LeadHolder, addresses: readonly Address[], at: JudgedAt): boolean {
  if (canEnter(without(member, addresses), at)) return true
  if (member.neverProven === true || !isLockedOut(member, at)) return false
  return addresses.every((address) => !contactLead(member, address)?.verified)
}

/** Whether nothing lets a member in once these addresses are gone, so that the operators are told. */
export const isLeftOut = (
  member: LeadHolder & Pick<Member, 'status'>,
  addresses: readonly Address[],
  at: JudgedAt,
): boolean => member.status === 'active' && !canEnter(without(member, addresses), at)

/**
 * Whether a member releases these addresses to somebody who shows that they are theirs: addresses that the member
 * never verified, and numbers that the member has not proven for long. Never to a proof from long ago, and never
 * what is all that lets the member in, or the only name that a member once proved: by it the member can still be helped.
 *
 * Otherwise Mallory comes by GitHub with the address that a member of old signs in with, says to be somebody new,
 * and the member's password names nobody any more.
 */
export function mayRelease(member: LeadHolder, shown: readonly ShownAddress[], at: JudgedAt): boolean {
  const isGiven = ({ address, proof }: ShownAddress): boolean =>
    proof !== 'verified_once' && !keeps(member, address, at)
  const addresses = shown.map(({ address }) => address)
  return shown.every(isGiven) && canSpare(member, addresses, at)
}

/** When a member last proved an address, in milliseconds; zero if that is unknown or has never happened. */
const provenAtOf = (member: LeadHolder, address: Address): number => {
  const lead = contactLead(member, address)
  return lead?.of === 'phone' ? (lead.provenAt?.getTime() ?? 0) : 0
}

/**
 * Who of as many members as may share an address releases it to somebody who shows it: by the rule of `mayRelease`, the
 * one whose own proof is the oldest. Undefined if all of them keep it. Nobody releases an address of a merged account.
 */
export function sharerToRelease<Sharer extends LeadHolder>(
  sharers: readonly Sharer[],
  { address, proof }: ShownAddress,
  at: JudgedAt,
): Sharer | undefined {
  if (proof === 'verified_once') return undefined
  const mayGo = (member: Sharer): boolean => {
    const lead = contactLead(member, address)
    if (lead === undefined || lead.rank !== 'primary') return false
    const isProven = lead.of === 'email' ? lead.verified : isProvenNumber(lead, at)
    return !isProven && canEnter(withoutContact(member, address), at)
  }
  const [oldest] = sharers
    .filter(mayGo)
    .toSorted((one, other) => provenAtOf(one, address) - provenAtOf(other, address))
  return oldest
}

/** A member who releases addresses to somebody who has proven them, as read when the release was decided. */
export interface ContactRelease
  extends Pick<Member, 'id' | 'externalId' | 'version' | 'email' | 'phone' | 'otherEmails' | 'otherPhones'> {
  readonly addresses: readonly Address[]
  /** The id of the event that tells the operators that nothing lets the member in. Absent if something does. */
  readonly unreachableEvent?: string
  /** The destination of the notice. */
  readonly reach?: Reach
  /** When the person may join again. Absent for a member who has not left for good. */
  readonly rejoinFrom?: Date
}

/** The release record of a member, as judged at a time. Nobody tells a member who has left for good. */
export const contactReleaseOf = (
  member: Member,
  addresses: readonly Address[],
  at: JudgedAt,
): ContactRelease => {
  const { id, externalId, version, email, phone, otherEmails, otherPhones } = member
  const rest = hasLeft(member, at.now) ? { rejoinFrom: member.rejoinFrom } : { reach: reachOf(member, at) }
  return {
    id,
    version,
    addresses,
    ...defined({ externalId, email, phone, otherEmails, otherPhones, ...rest }),
  }
}

/** The effect of closing an account on everything that leads to its member. */
export interface Closed {
  /** The member's leads until the erasure: what was verified, and the identities, which end now. */
  readonly after: LeadHolder
  /** The claims of contacts that nobody had verified. They are free at once. */
  readonly frees: readonly ClaimedValue[]
}

/**
 * Decides what a closed account keeps until it is erased. A linked identity ends, and signs in again after a return.
 * An identity that its provider had ended is gone, and so is a contact that nobody verified. Otherwise Mallory could
 * join under Minji's address, close the account, and keep Minji from it for the whole grace period.
 */
export function closedBy(member: LeadHolder): Closed {
  const { email, phone, endedIdentities = [], ways, ...rest } = member
  const ended: readonly EndedIdentity[] = [
    ...endedIdentities.filter(({ endedBy }) => endedBy === 'closing'),
    ...linkedIdentities(member).map((identity) => ({ ...identity, endedBy: 'closing' as const })),
  ]
  const after: LeadHolder = {
    ...rest,
    ways: ways.filter((method) => !method.startsWith('identity:')),
    endedIdentities: ended,
    ...defined({
      email: email?.verified ? email : undefined,
      phone: phone?.verified ? phone : undefined,
    }),
  }
  const stays = new Set(claimedValues(after).map(({ of, value }) => `${of} ${value}`))
  return { after, frees: claimedValues(member).filter(({ of, value }) => !stays.has(`${of} ${value}`)) }
}
