import { isSecondaryContact } from '../member/contacts.ts'
import { canSignIn } from '../member/login-methods.ts'
import type { LoginMethod, Member } from '../member/member.ts'
import { defined } from '../values/defined.ts'
import type { Email } from '../values/evidence.ts'
import type { Locale } from '../values/locale.ts'
import type { Address } from '../values/verification.ts'
import { openedByCode, type Recycling } from './login-by-code.ts'

/** A member who releases a contact to its proven owner, as read when the release was decided. */
export interface ContactRelease extends Pick<Member, 'id' | 'version' | 'otherEmails' | 'otherPhones'> {
  /** The member's own verified address for the notice; absent if there is none. */
  readonly reach?: { readonly email: Email; readonly locale: Locale }
}

/** The release record of a member. */
export const contactReleaseOf = ({
  id,
  version,
  otherEmails,
  otherPhones,
  email,
  locale,
}: Member): ContactRelease => ({
  id,
  version,
  ...defined({
    otherEmails,
    otherPhones,
    reach: email?.verified ? { email: email.value, locale } : undefined,
  }),
})

/** A member without a contact and without the login method of that contact. */
function without({ email, phone, ways, ...rest }: Member, { channel }: Address): Member {
  const method: LoginMethod = channel === 'email' ? 'email' : 'phone'
  return {
    ...rest,
    ways: ways.filter((other) => other !== method),
    ...(channel === 'email' ? defined({ phone }) : defined({ email })),
  }
}

/**
 * Whether a member releases a contact to a visitor who has just proven it by code: a contact that the member
 * never verified, or a number that the member has not proven for long. Never if no other login method
 * remains, since operators can then help the member only through this contact.
 */
export function mayRelease(contactOwner: Member, address: Address, recycling: Recycling): boolean {
  // The last proof of a number from a merged account is unknown.
  if (isSecondaryContact(contactOwner, address)) return address.channel === 'sms'
  const contact = address.channel === 'email' ? contactOwner.email : contactOwner.phone
  if (contact?.value !== address.value) return false
  const opened = openedByCode(contactOwner, address, recycling)
  if (opened === 'sign_in' || opened === 'recover') return false
  const mayGo = !contact.verified || opened === 'recycled'
  return mayGo && canSignIn(without(contactOwner, address))
}
