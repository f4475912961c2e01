import { defined } from '../values/defined.ts'
import type { Email, Phone } from '../values/evidence.ts'
import type { Identity } from '../values/identity.ts'
import type { EmailLead, JudgedAt, LeadHolder, PhoneLead } from './lead.ts'
import { leads } from './leads.ts'
import { type EvidenceWorth, evidenceWorth, isRecoverable } from './opens.ts'
import { isOwnContact } from './shared.ts'

/**
 * A contact of a member that counts when members are compared. `recycled`: a number that the member has not proven
 * for long, or never. It is no evidence. A visitor to whom a code came back from it is asked to prove to be the
 * member, since the number may be somebody else's by now. `recoverable`: an address that counts as `claimed`, unless a
 * code came back from it, which recovers the account.
 */
export interface ContactEvidence<Value> {
  readonly value: Value
  readonly worth: Exclude<EvidenceWorth, 'none'> | 'recycled' | 'recoverable'
}

/** The contacts of a member that count when members are compared; whatever counts for nothing is left out. */
export interface MemberEvidence {
  readonly email?: ContactEvidence<Email>
  readonly phone?: ContactEvidence<Phone>
  /** Verified addresses from merged accounts. */
  readonly otherEmails?: readonly Email[]
  /** Verified numbers from merged accounts, which may belong to somebody else by now. */
  readonly otherPhones?: readonly Phone[]
  /** Identities that ended at their provider. Whoever signs in by one is asked for proof (row 7). */
  readonly formerIdentities?: readonly Identity[]
}

function contactEvidence<Value>(
  lead: { readonly value: Value } & (EmailLead | PhoneLead),
  of: LeadHolder,
  at: JudgedAt,
): ContactEvidence<Value> | undefined {
  if (isRecoverable(lead, of, at)) return { value: lead.value, worth: 'recoverable' }
  const worth = evidenceWorth(lead, at)
  if (worth !== 'none') return { value: lead.value, worth }
  const namesMember = lead.verified || lead.imported
  return lead.of === 'phone' && namesMember ? { value: lead.value, worth: 'recycled' } : undefined
}

/** The evidence of a member at a time: what of its contacts may be compared with a visitor's, and how much it proves. */
export function memberEvidence(member: LeadHolder, at: JudgedAt): MemberEvidence {
  const all = leads(member)
  const emails = all.filter((lead) => lead.of === 'email')
  const phones = all.filter((lead) => lead.of === 'phone')
  const [email] = emails.filter(isPrimary).flatMap((lead) => contactEvidence(lead, member, at) ?? [])
  const [phone] = phones.filter(isPrimary).flatMap((lead) => contactEvidence(lead, member, at) ?? [])
  // Such an address counts as verified, which no address does that several members may have.
  const otherEmails = emails
    .filter((lead) => !isPrimary(lead) && isOwnContact(lead, at))
    .map(({ value }) => value)
  const otherPhones = phones.filter((lead) => !isPrimary(lead)).map(({ value }) => value)
  const ended = all.flatMap((lead) => (lead.of === 'ended_identity' ? [lead.identity] : []))
  return defined({
    email,
    phone,
    otherEmails: otherEmails.length > 0 ? otherEmails : undefined,
    otherPhones: otherPhones.length > 0 ? otherPhones : undefined,
    formerIdentities: ended.length > 0 ? ended : undefined,
  })
}

const isPrimary = ({ rank }: EmailLead | PhoneLead): boolean => rank === 'primary'
