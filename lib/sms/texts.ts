import { countryOf, parsePhone } from '../contacts/phone.ts'
import type { Phone } from '../domain/values/evidence.ts'
import type { Texts } from '../flows/ports/sms.ts'
import type { SmsGateway } from './gateway.ts'
import { textOf } from './words.ts'

/** What every text of a stage has in common. */
export interface Texting {
  readonly origin: string
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[]
  /** How waiting is done; a test brings its own. */
  readonly sleep: (milliseconds: number) => Promise<unknown>
  /** Milliseconds of a clock that only goes forward. */
  readonly ticks: () => number
}

/** How long a text takes, as long as none was sent. */
const usualMs = 150

/** Texts through a gateway, to mobile numbers of the stage's countries and to no others. */
export function createTexts(gateway: SmsGateway, { origin, countries, sleep, ticks }: Texting): Texts {
  let lastMs = usualMs
  const isReached = (to: Phone): boolean => {
    const country = countryOf(to)
    return country !== undefined && countries.includes(country) && parsePhone(to) === to
  }
  return {
    reaches: async (to) => isReached(to),
    async send({ to, locale, message }) {
      if (!isReached(to)) throw new Error('a text is addressed to a number that none goes to')
      const start = ticks()
      await gateway.deliver(to, textOf(message, { locale, origin }))
      lastMs = ticks() - start
    },
    async pretend() {
      await sleep(lastMs)
    },
  }
}
