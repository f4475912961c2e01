import type { Member } from '../../domain/member/member.ts'
import type { Email } from '../../domain/values/evidence.ts'
import type { Locale } from '../../domain/values/locale.ts'
import type { Message } from '../ports/mail.ts'
import type { World } from '../ports/world.ts'

/** The recipient of a notice. */
export interface Reach {
  readonly email: Email
  readonly locale: Locale
}

/** The member's recipient for notices; undefined without a verified address. */
export const reachOf = ({ email, locale }: Pick<Member, 'email' | 'locale'>): Reach | undefined =>
  email?.verified === true ? { email: email.value, locale } : undefined

/**
 * Notifies a member about the account by mail. Never throws, since the change stands without its mail; a
 * failure is reported without the address.
 */
export async function notify(
  world: Pick<World, 'mails' | 'report'>,
  reach: Reach | undefined,
  message: Message,
): Promise<void> {
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
