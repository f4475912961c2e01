import type { LoginMethod, OwnContact } from '../member/member.ts'
import type { Phone } from '../values/evidence.ts'
import { type Address, contactKindOf } from '../values/verification.ts'
import type { ContactLead, JudgedAt, LeadHolder } from './lead.ts'
import { leads } from './leads.ts'
import { isFreshNumber, isPasswordName, isProvenNumber, isRecoverable } from './opens.ts'
import { isOwnContact } from './shared.ts'

/** The member's lead at an address; undefined if the member does not have the address. */
export function contactLead(member: LeadHolder, address: Address): ContactLead | undefined {
  const of = contactKindOf(address)
  return leads(member).find((lead): lead is ContactLead => lead.of === of && lead.value === address.value)
}

/** Whether an address names a member beside the member's password. */
export function isPasswordNameOf(member: LeadHolder, address: Address): boolean {
  const lead = contactLead(member, address)
  return lead !== undefined && isPasswordName(lead, member)
}

/** Which of a member's own contacts count as verified now, in the words of the API. A stale number does not. */
export function verifiedContacts(member: LeadHolder, at: JudgedAt) {
  const own = leads(member).filter(
    (lead) => (lead.of === 'email' || lead.of === 'phone') && lead.rank === 'primary',
  )
  return {
    emailVerified: own.some((lead) => lead.of === 'email' && lead.verified),
    phoneVerified: own.some((lead) => lead.of === 'phone' && isProvenNumber(lead, at)),
  }
}

/** Whether a member's own contact becomes verified when somebody proves it: an import brought it, unverified. */
export function isVerifiable(member: LeadHolder, address: Address): boolean {
  const lead = contactLead(member, address)
  return lead?.rank === 'primary' && !lead.verified && lead.imported && lead.shared === 'no'
}

/** Whether two contacts on file are the same: the same value, verified or not alike. */
export const isSameContact = (
  a: OwnContact<string> | undefined,
  b: OwnContact<string> | undefined,
): boolean => a?.value === b?.value && a?.verified === b?.verified

/** The stored login method of a code at an address. */
export const methodByCode = (address: Address): LoginMethod => contactKindOf(address)

/**
 * The effect of a code that came back from a member's address. `sign_in`: the address is verified and, if it
 * is a number, proven recently. `stale`: the number was verified long ago, so another person may hold it
 * today. `recover`: the address recovers the account of an imported member without other leads. `nothing`:
 * the address is shared, or was never verified and the member has other leads.
 */
export type CodeEntry = 'sign_in' | 'recover' | 'stale' | 'nothing'

/** Decides the effect of a proven address on a member that has it. */
export function entryByCode(member: LeadHolder, address: Address, at: JudgedAt): CodeEntry {
  const lead = contactLead(member, address)
  if (lead === undefined || !isOwnContact(lead, at)) return 'nothing'
  if (!lead.verified) return isRecoverable(lead, member, at) ? 'recover' : 'nothing'
  return lead.of === 'email' || isFreshNumber(lead, at) ? 'sign_in' : 'stale'
}

/** Whether mails to an address are known not to arrive at the member. */
const isBouncing = ({ email }: Pick<LeadHolder, 'email'>, { channel, value }: Address): boolean =>
  channel === 'email' && email?.value === value && email.failing === 'bounce'

/** Whether the stage sends texts to a number. */
export type ReceivesTexts = (to: Phone) => boolean

/**
 * The address for messages to a member: the verified e-mail address, else a recently proven number that the stage sends
 * texts to, else the imported e-mail address that would recover the account; one that mails bounce from only if there is no
 * other. Undefined if there is none: an unverified address may belong to a stranger, so nothing is sent there.
 */
export function messageAddress(
  member: LeadHolder,
  at: JudgedAt,
  receivesTexts: ReceivesTexts,
): Address | undefined {
  const contacts = leads(member).filter((lead) => lead.of === 'email' || lead.of === 'phone')
  const entries = contacts.map((lead) => {
    const address: Address =
      lead.of === 'email' ? { channel: 'email', value: lead.value } : { channel: 'sms', value: lead.value }
    return { address, entry: entryByCode(member, address, at) }
  })
  const own = entries.filter(
    ({ address, entry }) =>
      entry === 'sign_in' && (address.channel === 'email' || receivesTexts(address.value)),
  )
  const first = own.find(({ address }) => !isBouncing(member, address)) ?? own[0]
  return (first ?? entries.find(({ entry }) => entry === 'recover'))?.address
}

/** Whether a message reaches a member, as far as anybody knows. */
export function isReachable(member: LeadHolder, at: JudgedAt, receivesTexts: ReceivesTexts): boolean {
  const to = messageAddress(member, at, receivesTexts)
  return to !== undefined && !isBouncing(member, to)
}
