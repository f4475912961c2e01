import type { PendingMessage } from '../../../domain/message/delivery.ts'
import { Problem } from '../../../domain/values/problem.ts'
import type { Hooked, MessageFacts, WrittenMail } from '../../ports/hooks.ts'
import type { MailContent } from '../../ports/mail.ts'

/** Attempts that are given to the service's own words. A code must arrive while it is alive. */
const ownAttempts = 2

/**
 * A mail in the service's own words; undefined where ieum's template says it. A hook that fails delays the mail like any
 * failure, and from the third attempt on the template is sent, a minute and a half after the first. Throws `hook_failed`.
 */
export async function writtenMail(
  world: Hooked<'messages'>,
  { locale, attempts }: Pick<PendingMessage, 'locale' | 'attempts'>,
  content: MailContent,
): Promise<WrittenMail | undefined> {
  try {
    return await world.hooks.messages?.({ kind: content.kind, locale, params: paramsOf(content) })
  } catch (error) {
    if (attempts >= ownAttempts && error instanceof Problem) return undefined
    throw error
  }
}

const paramsOf = ({ kind: _, ...params }: MailContent): MessageFacts['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : value,
    ]),
  )
