import type { ContactKind } from '../values/evidence.ts'
import type { ContactLead, JudgedAt, LeadHolder } from './lead.ts'

/** As many members who share a contact are each named by it beside a password; of more, it names nobody. */
export const maxSharers = 3

/** The stage's rule for contacts that several members may have. */
export type ContactRules = Pick<JudgedAt, 'sharedContacts'>

/**
 * Whether a contact is its member's alone. It is not where several members have it, nor where the stage lets several have
 * contacts of its kind (`sharedContacts`): such a contact names a household, so it proves nobody and signs nobody in.
 */
export const isOwnContact = (lead: ContactLead, at: ContactRules): boolean =>
  lead.shared === 'no' && !isSharedKind(lead.of, at)

/** Whether the stage lets several members have one contact of this kind. */
export const isSharedKind = (of: ContactKind, { sharedContacts }: ContactRules): boolean =>
  sharedContacts.includes(of)

/** The member with the mark that few share the contact. */
export const withFewSharers = <Holder extends LeadHolder>(member: Holder, of: ContactKind): Holder => {
  const { email, phone } = member
  if (of === 'email') return email?.shared ? { ...member, email: { ...email, sharedByFew: true } } : member
  return phone?.shared ? { ...member, phone: { ...phone, sharedByFew: true } } : member
}
