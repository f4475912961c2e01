import type { Member } from '../../domain/member/member.ts'
import type { Email } from '../../domain/values/evidence.ts'
import type { Locale } from '../../domain/values/locale.ts'
import type { Message } from '../ports/mail.ts'
import type { World } from '../ports/world.ts'

/** Whom a notice reaches. */
export interface Reach {
  readonly email: Email
  readonly locale: Locale
}

/** Where a member can be told something; undefined without a verified address. */
export const reachOf = ({ email, locale }: Pick<Member, 'email' | 'locale'>): Reach | undefined =>
  email?.verified === true ? { email: email.value, locale } : undefined

/**
 * Tells a member what happened to the account. Never throws: what happened stays, whether or not its mail
 * goes out; a mail that does not is reported, without its address.
 */
export async function notify(world: World, reach: Reach | undefined, message: Message): Promise<void> {
  if (reach === undefined) return
  try {
    await world.mails.send({ to: reach.email, locale: reach.locale, message })
  } catch (error) {
    world.report({
      event: 'notice_failed',
      kind: message.kind,
      error: error instanceof Error ? error.name : 'unknown',
    })
  }
}
