import { isInCountries } from '../contacts/phone.ts'
import { Undeliverable } from '../domain/message/undeliverable.ts'
import type { Locale } from '../domain/values/locale.ts'
import type { Texts } from '../flows/ports/sms.ts'
import type { SmsGateway } from './gateway.ts'
import { smsText } from './words.ts'

/** The settings that every text of a stage shares. */
export interface Texting {
  /** The name before each text. */
  readonly serviceName: Readonly<Record<Locale, string>>
  /** Codes of ISO 3166-1 alpha-2. */
  readonly countries: readonly string[]
}

/**
 * Sends texts through a gateway, only to mobile numbers of the stage's countries. `send` throws `Undeliverable` for any
 * other number.
 */
export const createTexts = (gateway: SmsGateway, { serviceName, countries }: Texting): Texts => ({
  async send({ to, locale, message }) {
    if (!isInCountries(to, countries)) throw new Undeliverable('no_texts_to_this_country')
    const text = smsText(message, { locale, name: serviceName[locale] })
    await gateway.deliver({ to, text, kind: message.kind, locale })
  },
})
