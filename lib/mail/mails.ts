import { type SESClient, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-ses'
import { parseEmail } from '../contacts/email.ts'
import type { Email } from '../domain/values/evidence.ts'
import type { Mails } from '../flows/ports/mail.ts'
import { toHtml, toText } from './layout.ts'
import { letterOf } from './letters.ts'

/** Made here, so that loading this room is what loads the SDK's client. */
export { SESClient } from '@aws-sdk/client-ses'

/** What every mail of a stage has in common. */
export interface Sending {
  readonly from: string
  /** Our own address on the web. */
  readonly origin: string
  /** Where the identity of the sender does not name one itself. */
  readonly configurationSet?: string
}

type Mail = Parameters<Mails['send']>[0]

/** Whatever could end a header or hide in one. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/**
 * The one recipient. Addresses pass `parseEmail` long before; here, where a second recipient or a header
 * would do harm, they pass it once more.
 */
function recipient(to: Email): string {
  if (parseEmail(to) !== to) throw new Error('a mail is addressed to something that is not one address')
  return to
}

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' })

/** What is sent for a mail (pure). Throws when it could be read as more than one mail to one person. */
export function sendEmailInput({ to, locale, message }: Mail, sending: Sending): SendEmailCommandInput {
  const { from, origin, configurationSet } = sending
  const letter = letterOf(message, locale)
  if (unprintable.test(letter.subject)) throw new Error('a subject has more than one line')
  return {
    Source: from,
    Destination: { ToAddresses: [recipient(to)] },
    Message: {
      Subject: utf8(letter.subject),
      Body: {
        Text: utf8(toText(letter, { locale, origin })),
        Html: utf8(toHtml(letter, { locale, origin })),
      },
    },
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
  }
}

/**
 * Mails through Amazon SES (SendEmail), one recipient each. Sending rejects with the service's own error when
 * it is down, slow or refuses.
 */
export function createMails(client: Pick<SESClient, 'send'>, sending: Sending): Mails {
  if (parseEmail(sending.from) === undefined) throw new Error('the sender of mails is not one address')
  return {
    async send(mail) {
      await client.send(new SendEmailCommand(sendEmailInput(mail, sending)))
    },
  }
}
