import { defined } from '../values/defined.ts'
import type { Email, Phone } from '../values/evidence.ts'
import type { EmailLead, JudgedAt, LeadHolder, PhoneLead } from './lead.ts'
import { leads } from './leads.ts'
import { type EvidenceWorth, evidenceWorth } from './opens.ts'

/** A contact of a member that counts when members are compared. */
export interface ContactEvidence<Value> {
  readonly value: Value
  readonly worth: Exclude<EvidenceWorth, 'none'>
}

/** The contacts of a member that count when members are compared; whatever counts for nothing is left out. */
export interface MemberEvidence {
  readonly email?: ContactEvidence<Email>
  readonly phone?: ContactEvidence<Phone>
  /** Verified addresses from merged accounts. Numbers from there count for nothing: their proof is too old. */
  readonly otherEmails?: readonly Email[]
}

function contactEvidence<Value>(
  lead: { readonly value: Value } & (EmailLead | PhoneLead),
  at: JudgedAt,
): ContactEvidence<Value> | undefined {
  const worth = evidenceWorth(lead, at)
  return worth === 'none' ? undefined : { value: lead.value, worth }
}

/** The evidence of a member at a time: what of its contacts may be compared with a visitor's, and how much it proves. */
export function memberEvidence(member: LeadHolder, at: JudgedAt): MemberEvidence {
  const all = leads(member)
  const emails = all.filter((lead) => lead.of === 'email')
  const phones = all.filter((lead) => lead.of === 'phone' && lead.rank === 'primary')
  const others = emails.filter(({ rank }) => rank === 'secondary').map(({ value }) => value)
  const [email] = emails
    .filter(({ rank }) => rank === 'primary')
    .flatMap((lead) => contactEvidence(lead, at) ?? [])
  const [phone] = phones.flatMap((lead) => (lead.of === 'phone' ? (contactEvidence(lead, at) ?? []) : []))
  return defined({ email, phone, otherEmails: others.length > 0 ? others : undefined })
}
