import type { Member } from '../member/member.ts'
import type { Email } from '../values/evidence.ts'
import type { Locale } from '../values/locale.ts'

/** The destination of a notice. */
export interface Reach {
  readonly email: Email
  readonly locale: Locale
}

/** The destination of notices to a member; undefined without a verified e-mail address. */
export const reachOf = ({ email, locale }: Pick<Member, 'email' | 'locale'>): Reach | undefined =>
  email?.verified === true ? { email: email.value, locale } : undefined
