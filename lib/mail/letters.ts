import type { Locale } from '../domain/values/locale.ts'
import type { MailContent } from '../flows/ports/mail.ts'
import { english } from './english.ts'
import { korean } from './korean.ts'
import type { Letter } from './letter.ts'
import type { Words } from './words.ts'

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

/** Takes a message and a time zone (IANA), and gives the letter in the language of the reader. */
export function letterOf(message: MailContent, locale: Locale, timeZone: string): Letter {
  const say = words[locale]
  const when = (at: Date): string => timeIn(locale, timeZone, at)
  switch (message.kind) {
    case 'code':
      return { ...say.code(message.purpose, message.minutes), code: message.code }
    case 'login_method_added':
      return say.methodAdded(say.methods[message.method], when(message.at))
    case 'login_method_removed':
      return say.methodRemoved(say.methods[message.method], when(message.at))
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
