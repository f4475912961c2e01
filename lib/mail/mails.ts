import { type SESClient, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-ses'
import { parseEmail } from '../contacts/email.ts'
import { Undeliverable } from '../domain/message/undeliverable.ts'
import { defined } from '../domain/values/defined.ts'
import type { Email } from '../domain/values/evidence.ts'
import type { Locale } from '../domain/values/locale.ts'
import type { WrittenMail } from '../flows/ports/hooks.ts'
import type { Mails } from '../flows/ports/mail.ts'
import { toHtml, toText } from './layout.ts'
import { letterOf, type ProviderNames } from './letters.ts'

/** This room exports the client, so only users of this room load the SDK. */
export { SESClient } from '@aws-sdk/client-ses'

/** The settings that every mail of a stage shares. */
export interface Sending {
  readonly sender: { readonly name: Readonly<Record<Locale, string>>; readonly address: string }
  /** The name in the signature. */
  readonly serviceName: Readonly<Record<Locale, string>>
  /** The address where members reach the service; null when a mail names none. */
  readonly supportAddress: string | null
  /** The time zone of dates (IANA). */
  readonly timeZone: string
  readonly providerNames?: ProviderNames
  /** Present when the identity of the sender names no configuration set. */
  readonly configurationSet?: string
}

type Mail = Parameters<Mails['send']>[0]

/** The errors of SES about one mail (SES API, `SendEmail` and common errors). Others are about the account or pass. */
const refusals = new Set(['MessageRejected', 'InvalidParameterValue', 'ValidationError'])

/** Characters that can end a header or hide in a header. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/**
 * Gives the one recipient. Addresses passed `parseEmail` long before. They pass it once more here, where a second
 * recipient or a header would do harm.
 */
function recipient(to: Email): string {
  if (parseEmail(to) !== to) throw new Undeliverable('recipient_not_one_address')
  return to
}

/**
 * The name and address that a mail comes from (RFC 5322, section 3.4). A header is ASCII, so the name is an encoded
 * word (RFC 2047, section 2), which holds at most 75 characters: 45 bytes of the name.
 */
const fromHeader = (name: string, address: string): string =>
  `=?UTF-8?B?${Buffer.from(name).toString('base64')}?= <${address}>`

const utf8 = (text: string) => ({ Data: text, Charset: 'UTF-8' })

/**
 * Gives the input of `SendEmail` for a mail (pure). Throws `Undeliverable` for a recipient that is not exactly one
 * address, and for a subject of more than one line.
 */
export function sendEmailInput(mail: Mail, sending: Sending): SendEmailCommandInput {
  const { sender, subject, text, html } = mail.written ?? writtenByTemplate(mail, sending)
  const { name, address } = sender ?? ownSender(mail, sending)
  if (unprintable.test(subject)) throw new Undeliverable('subject_not_one_line')
  if (parseEmail(address) === undefined) throw new Undeliverable('sender_not_one_address')
  return {
    Source: fromHeader(name, address),
    Destination: { ToAddresses: [recipient(mail.to)] },
    Message: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } },
    ...defined({ ConfigurationSetName: sending.configurationSet }),
  }
}

const ownSender = ({ locale }: Mail, { sender }: Sending) => ({
  name: sender.name[locale],
  address: sender.address,
})

function writtenByTemplate({ locale, message }: Mail, sending: Sending): WrittenMail {
  const { serviceName, supportAddress, timeZone, providerNames } = sending
  const letter = letterOf(message, locale, timeZone, providerNames)
  const signer = { locale, name: serviceName[locale], supportAddress }
  return { subject: letter.subject, text: toText(letter, signer), html: toHtml(letter, signer) }
}

/**
 * Sends mails through Amazon SES (`SendEmail`), one recipient each. `send` rejects with `Undeliverable` when SES refuses
 * the mail itself, and with the error of SES when SES is down, slow, paused or misconfigured. Throws for a sender that is not exactly one address.
 */
export function createMails(client: Pick<SESClient, 'send'>, sending: Sending): Mails {
  if (parseEmail(sending.sender.address) === undefined)
    throw new Error('the sender of mails is not exactly one address')
  return {
    async send(mail) {
      const request = new SendEmailCommand(sendEmailInput(mail, sending))
      await client.send(request).catch((error: unknown) => {
        throw error instanceof Error && refusals.has(error.name) ? new Undeliverable(error.name) : error
      })
    },
  }
}
