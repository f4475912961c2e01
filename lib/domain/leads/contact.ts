import type { Address } from '../values/verification.ts'
import type { ContactLead, JudgedAt, LeadHolder } from './lead.ts'
import { leads } from './leads.ts'
import { isFreshNumber, isRecoverable } from './opens.ts'

/** The member's lead at an address; undefined if the member does not have the address. */
export function contactLead(member: LeadHolder, { channel, value }: Address): ContactLead | undefined {
  const of = channel === 'email' ? 'email' : 'phone'
  return leads(member).find((lead): lead is ContactLead => lead.of === of && lead.value === value)
}

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
  if (lead === undefined || lead.shared !== 'no') return 'nothing'
  if (!lead.verified) return isRecoverable(lead, member, at) ? 'recover' : 'nothing'
  return lead.of === 'email' || isFreshNumber(lead, at) ? 'sign_in' : 'stale'
}

/** Whether a code from this address proves the member: it signs in, or recovers the account. */
export function isProofByCode(member: LeadHolder, address: Address, at: JudgedAt): boolean {
  const entry = entryByCode(member, address, at)
  return entry === 'sign_in' || entry === 'recover'
}

/**
 * The address for messages to a member: the verified e-mail address, else a recently proven number, else the
 * imported e-mail address that would recover the account. Undefined if there is none: an unverified address
 * may belong to a stranger, so nothing is sent there.
 */
export function messageAddress(member: LeadHolder, at: JudgedAt): Address | undefined {
  const contacts = leads(member).filter((lead) => lead.of === 'email' || lead.of === 'phone')
  const entries = contacts.map((lead) => {
    const address: Address =
      lead.of === 'email' ? { channel: 'email', value: lead.value } : { channel: 'sms', value: lead.value }
    return { address, entry: entryByCode(member, address, at) }
  })
  const [first] = entries.filter(({ entry }) => entry === 'sign_in')
  return (first ?? entries.find(({ entry }) => entry === 'recover'))?.address
}
