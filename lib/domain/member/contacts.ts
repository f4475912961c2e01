import type { Email, Phone } from '../values/evidence.ts'
import type { Address } from '../values/verification.ts'
import type { OwnContact, OwnPhone } from './member.ts'

/** The contacts that a member has on file. */
export interface OnFile {
  readonly email?: OwnContact<Email>
  readonly phone?: OwnPhone
  readonly otherEmails?: readonly Email[]
  readonly otherPhones?: readonly Phone[]
}

/** Values that somebody shows. */
interface ShownContacts {
  readonly email?: Email | undefined
  readonly phone?: Phone | undefined
}

/**
 * A member as whoever shows these values meets it: an address that came with a merged account counts like the
 * member's own, and stands in its place. All of these were verified, or they would not have been kept.
 */
export function matchContact<Known extends OnFile>(known: Known, { email, phone }: ShownContacts): Known {
  const { otherEmails = [], otherPhones = [] } = known
  return {
    ...known,
    ...(email !== undefined && otherEmails.includes(email) && { email: { value: email, verified: true } }),
    ...(phone !== undefined && otherPhones.includes(phone) && { phone: { value: phone, verified: true } }),
  }
}

/** Whether an address came with a merged account, and stands beside the member's own. */
export const isSecondaryContact = (
  { otherEmails = [], otherPhones = [] }: OnFile,
  address: Address,
): boolean =>
  address.channel === 'email' ? otherEmails.includes(address.value) : otherPhones.includes(address.value)

/** A member without an address beside its own: it became its own, or somebody else's. */
export function withoutSecondaryContact<Known extends OnFile>(known: Known, address: Address): Known {
  if (!isSecondaryContact(known, address)) return known
  const { otherEmails = [], otherPhones = [] } = known
  return address.channel === 'email'
    ? { ...known, otherEmails: otherEmails.filter((value) => value !== address.value) }
    : { ...known, otherPhones: otherPhones.filter((value) => value !== address.value) }
}
