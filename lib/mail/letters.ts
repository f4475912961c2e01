import type { Locale } from '../domain/values/locale.ts'
import type { Message } from '../flows/ports/mail.ts'
import { english } from './english.ts'
import { korean } from './korean.ts'
import type { Letter } from './letter.ts'
import type { Words } from './words.ts'

const words: Readonly<Record<Locale, Words>> = { ko: korean, en: english }

/** A moment in Korean time, with the zone named for readers elsewhere. */
const timeIn = (locale: Locale, at: Date): string =>
  `${at.toLocaleString(locale === 'ko' ? 'ko-KR' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Seoul',
  })} (KST)`

/** Takes a message and gives its letter in the language of the reader. */
export function letterOf(message: Message, locale: Locale): Letter {
  const say = words[locale]
  switch (message.kind) {
    case 'code':
      return { ...say.code(message.minutes), code: message.code }
    case 'way_added':
      return say.methodAdded(say.methods[message.way], timeIn(locale, message.at))
    case 'way_removed':
      return say.methodRemoved(say.methods[message.way], timeIn(locale, message.at))
    case 'changed':
      return say.changed(say.parts[message.what], timeIn(locale, message.at))
    case 'merged':
      return say.merged[message.into](timeIn(locale, message.at))
    case 'recovered':
      return say.recovered(timeIn(locale, message.at))
    case 'reactivation':
      return say.reactivation(message.link, message.hours)
    case 'withdrawn':
      return say.withdrawn(timeIn(locale, message.until))
    case 'restoration':
      return say.restoration(message.link, message.hours, timeIn(locale, message.until))
    default:
      return message satisfies never
  }
}
