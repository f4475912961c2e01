import type { Birth } from '../../domain/values/evidence.ts'
import { maxNameLength, personNameOf } from '../../domain/values/name.ts'

/** Bytes that exceed any real URL, but flood neither a form nor a mail. */
const maxUrlLength = 1024

/** Control characters, and marks that reverse the direction of the surrounding text. */
const invisible = /[\p{Cc}\p{Bidi_Control}\ufeff]/gu

/**
 * Cleans a name: one line, NFC, no control characters, cut at 50 characters. Undefined when nothing is left that shows.
 */
export function plainText(value: string | undefined): string | undefined {
  const line = (value ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(invisible, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  return personNameOf([...line].slice(0, maxNameLength).join(''))
}

/** The URL of a picture: https, without credentials, at most 1024 characters. Undefined for anything else. */
export function httpsUrl(value: string | undefined): string | undefined {
  if (value === undefined || value.length > maxUrlLength) return undefined
  const url = URL.parse(value)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  return url.href.length > maxUrlLength ? undefined : url.href
}

/** A year of birth written with four digits. Undefined for an implausible year. */
export function birthYear(value: string | undefined): number | undefined {
  return /^(?:19|20)\d\d$/.test(value ?? '') ? Number(value) : undefined
}

/**
 * A day of the year written `MMDD`. Undefined for a day that the calendar lacks; lunar months have at most 30
 * days.
 */
export function monthDay(value: string | undefined, calendar: Birth['calendar']): string | undefined {
  const [, month, day] = /^(\d\d)(\d\d)$/.exec(value ?? '')?.map(Number) ?? []
  if (month === undefined || day === undefined || month < 1 || month > 12 || day < 1) return undefined
  // Day 0 of the next month, in a leap year: people are born on 29 February.
  const last = calendar === 'lunar' ? 30 : new Date(Date.UTC(2024, month, 0)).getUTCDate()
  return day <= last ? value : undefined
}

/**
 * Whether a value has the form of a CI, 64 bytes in Base64. Another value must never become a hash that two
 * people share.
 */
export const isCi = (value: string | undefined): value is string => /^[A-Za-z0-9+/]{86}==$/.test(value ?? '')
