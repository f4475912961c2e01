import type { Member } from '../member/member.ts'
import type { Email, Phone } from '../values/evidence.ts'
import type { Locale } from '../values/locale.ts'
import { isVerifiedContact } from './claimed.ts'
import type { JudgedAt } from './lead.ts'
import { isStale } from './opens.ts'

/** A notice's destination by mail. */
export interface MailReach {
  readonly email: Email
  readonly locale: Locale
}

/** A notice's destination by text. */
export interface TextReach {
  readonly phone: Phone
  readonly locale: Locale
}

/** The destination of a notice. */
export type Reach = MailReach | TextReach

/** The address of a destination, in either channel. */
export const addressOfReach = (reach: Reach): Email | Phone => ('email' in reach ? reach.email : reach.phone)

/** What of a member says where notices reach it. */
type Reachable = Pick<Member, 'email' | 'phone' | 'locale'>

/**
 * The destination of notices to a member: the verified e-mail address, else a number that was proven recently. An address
 * that mails bounce from counts only where there is no such number. Undefined if there is none: an unverified address or an old
 * number may be a stranger's.
 */
export function reachOf({ email, phone, locale }: Reachable, at: JudgedAt): Reach | undefined {
  const byMail = email !== undefined && isVerifiedContact(email) ? { email: email.value, locale } : undefined
  if (byMail !== undefined && email?.failing !== 'bounce') return byMail
  const isProven = phone !== undefined && isVerifiedContact(phone) && !isStale(phone, at)
  return isProven ? { phone: phone.value, locale } : byMail
}
