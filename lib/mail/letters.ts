import { isProviderId, type ProviderId } from '../domain/values/identity.ts'
import type { Bilingual, Locale } from '../domain/values/locale.ts'
import type { MailContent } from '../flows/ports/mail.ts'
import { english } from './english.ts'
import { korean } from './korean.ts'
import type { Letter } from './letter.ts'
import type { NamedMethod, Words } from './words.ts'

const words: Readonly<Record<Locale, Words>> = { ko: korean, en: english }

const languages = { ko: 'ko-KR', en: 'en-GB' } as const satisfies Record<Locale, string>

/** A moment in the time zone of the service, with the offset for readers elsewhere. */
function timeIn(locale: Locale, timeZone: string, at: Date): string {
  const time = at.toLocaleString(languages[locale], { dateStyle: 'long', timeStyle: 'short', timeZone })
  const zone = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')
  return `${time} (${zone?.value ?? timeZone})`
}

/** The stage's own names of providers. */
export type ProviderNames = Readonly<Partial<Record<ProviderId, Bilingual>>>

/**
 * Takes a message, a time zone (IANA) and the stage's own names of providers, and gives the letter in the language of
 * the reader.
 */
export function letterOf(
  message: MailContent,
  locale: Locale,
  timeZone: string,
  names: ProviderNames = {},
): Letter {
  const say = words[locale]
  const nameOf = (method: NamedMethod): string =>
    (isProviderId(method) ? names[method]?.[locale] : undefined) ?? say.methods[method]
  const when = (at: Date): string => timeIn(locale, timeZone, at)
  switch (message.kind) {
    case 'code':
      return { ...say.code(message.purpose, message.minutes), code: message.code }
    case 'login_method_added':
      return say.methodAdded(nameOf(message.method), when(message.at))
    case 'login_method_removed':
      return say.methodRemoved(
        message.method === 'phone' ? say.releasedNumber : nameOf(message.method),
        when(message.at),
      )
    case 'signed_out_by_provider':
      return say.signedOutByProvider(nameOf(message.method), when(message.at))
    case 'changed':
      return say.changed(say.parts[message.what], when(message.at))
    case 'merged':
      return say.merged[message.into](when(message.at))
    case 'recovered':
      return say.recovered(when(message.at))
    case 'reactivation':
      return say.reactivation(message.link, message.hours)
    case 'withdrawn':
      return say.withdrawn(when(message.until))
    case 'restoration':
      return say.restoration(message.link, message.hours, when(message.until))
    default:
      return message satisfies never
  }
}
