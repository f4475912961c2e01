import { isSecondaryContact } from '../member/contacts.ts'
import { canSignIn } from '../member/login-methods.ts'
import type { LoginMethod, Member } from '../member/member.ts'
import type { Email } from '../values/evidence.ts'
import type { Locale } from '../values/locale.ts'
import type { Address } from '../values/verification.ts'
import { entryByCode, type Recycling } from './login-by-code.ts'

/** A member who gives up an address to whoever has proven it, as it was when that was decided. */
export interface ContactRelease extends Pick<Member, 'id' | 'version' | 'otherEmails' | 'otherPhones'> {
  /** Where it can be told: its own verified address. */
  readonly reach?: { readonly email: Email; readonly locale: Locale }
}

/** Such a member, as it is now. */
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
  ...(email?.verified && { reach: { email: email.value, locale } }),
  ...(otherEmails && { otherEmails }),
  ...(otherPhones && { otherPhones }),
})

/** A member without an address on file, and without the way in that it was. */
function without({ email, phone, ways, ...rest }: Member, { channel }: Address): Member {
  const way: LoginMethod = channel === 'email' ? 'email' : 'phone'
  return {
    ...rest,
    ways: ways.filter((other) => other !== way),
    ...(channel !== 'email' && email !== undefined ? { email } : {}),
    ...(channel !== 'sms' && phone !== undefined ? { phone } : {}),
  }
}

/**
 * Whether a member gives an address up to somebody who has just proven it by code: one that it never verified,
 * or a number that it has not proven for long. Never when nothing else would let the member in: then it is the
 * only thing that the member can be helped by.
 */
export function mayRelease(contactOwner: Member, address: Address, recycling: Recycling): boolean {
  // When a number that came with a merged account was proven last, nobody knows.
  if (isSecondaryContact(contactOwner, address)) return address.channel === 'sms'
  const contact = address.channel === 'email' ? contactOwner.email : contactOwner.phone
  if (contact?.value !== address.value) return false
  const entry = entryByCode(contactOwner, address, recycling)
  if (entry === 'enter' || entry === 'recover') return false
  const mayGo = !contact.verified || entry === 'recycled'
  return mayGo && canSignIn(without(contactOwner, address))
}
