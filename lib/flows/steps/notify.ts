import type { Reach } from '../../domain/leads/reach.ts'
import type { MailContent } from '../ports/mail.ts'
import type { World } from '../ports/world.ts'

/**
 * Notifies a member about the account by mail. Never throws, since the change stands without its mail; a
 * failure is reported without the address.
 */
export async function notify(
  world: Pick<World, 'mails' | 'report'>,
  reach: Reach | undefined,
  message: MailContent,
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
