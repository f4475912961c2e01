import type { ReactivationName } from '../../../domain/leaving/reactivation.ts'
import type { PendingMessage } from '../../../domain/message/delivery.ts'
import type { Message, MessageContent } from '../../../domain/message/message.ts'
import { Undeliverable } from '../../../domain/message/undeliverable.ts'
import { defined } from '../../../domain/values/defined.ts'
import { lifetimes } from '../../../domain/values/lifetimes.ts'
import type { CourierWorld } from '../../ports/courier.ts'
import type { MailContent } from '../../ports/mail.ts'
import type { TextContent } from '../../ports/sms.ts'
import { writtenMail } from './written-mail.ts'

type SendWorld = Pick<CourierWorld, 'stage' | 'tokens' | 'mails' | 'texts' | 'hooks'>

/**
 * Sends a message through its channel. Throws `Undeliverable` for a message that can never be sent, and the error of
 * the service or `hook_failed` otherwise.
 */
export async function sendContent(
  world: SendWorld,
  pending: PendingMessage,
  { to, message }: MessageContent,
): Promise<void> {
  const { id, locale } = pending
  const content = await contentOf(world, id, message)
  if (to.channel === 'email') {
    const written = await writtenMail(world, pending, content)
    return world.mails.send({ to: to.value, locale, message: content, ...defined({ written }) })
  }
  return world.texts.send({ to: to.value, locale, message: textOf(content) })
}

/** What the templates say: the code itself, and the link itself. */
async function contentOf(world: SendWorld, id: string, message: Message): Promise<MailContent> {
  switch (message.kind) {
    case 'code': {
      const code = world.tokens.codes.derive(id, message.keyId)
      if (code === undefined) throw new Undeliverable('key_dropped')
      return { kind: 'code', code, purpose: message.purpose, minutes: lifetimes.code / 60 }
    }
    case 'reactivation':
      return { kind: 'reactivation', ...(await linkTo(world, message.name)) }
    case 'restoration':
      return { kind: 'restoration', ...(await linkTo(world, message.name)), until: message.until }
    default:
      return message
  }
}

/**
 * The client's page with the token in the fragment, which browsers send to no server (RFC 3986, section 3.5).
 */
async function linkTo({ stage, tokens }: Pick<SendWorld, 'stage' | 'tokens'>, name: ReactivationName) {
  if (stage.reactivationUrl === undefined) throw new Undeliverable('no_page')
  const url = new URL(stage.reactivationUrl)
  url.hash = `reactivate=${await tokens.reactivation.issue(name)}`
  return { link: url.href, hours: lifetimes.reactivation / 3600 }
}

/** A text is short: of a notice it says what has happened, of a way back how, and not until when. */
function textOf(content: MailContent): TextContent {
  switch (content.kind) {
    case 'code':
      return content
    case 'reactivation':
    case 'restoration':
      return { kind: content.kind, link: content.link, hours: content.hours }
    default:
      return { kind: content.kind }
  }
}
