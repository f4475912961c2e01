import { countryOf, parsePhone } from '../contacts/phone.ts'
import { Undeliverable } from '../domain/message/undeliverable.ts'
import type { Phone } from '../domain/values/evidence.ts'
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
  /** Waits. A test brings a function of its own. */
  readonly sleep: (milliseconds: number) => Promise<unknown>
  /** Milliseconds of a monotonic clock. */
  readonly ticks: () => number
}

/** The assumed time of sending, until the first text is sent. */
const usualMs = 150

/**
 * Sends texts through a gateway, only to mobile numbers of the stage's countries. `send` throws `Undeliverable` for any
 * other number.
 */
export function createTexts(gateway: SmsGateway, { serviceName, countries, sleep, ticks }: Texting): Texts {
  let lastMs = usualMs
  const isReached = (to: Phone): boolean => {
    const country = countryOf(to)
    return country !== undefined && countries.includes(country) && parsePhone(to) === to
  }
  return {
    reaches: async (to) => isReached(to),
    async send({ to, locale, message }) {
      if (!isReached(to)) throw new Undeliverable('no_texts_to_this_country')
      const start = ticks()
      await gateway.deliver(to, smsText(message, { locale, name: serviceName[locale] }))
      lastMs = ticks() - start
    },
    async pretend() {
      await sleep(lastMs)
    },
  }
}
