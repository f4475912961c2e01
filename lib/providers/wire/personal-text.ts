import type { Birth } from '../../domain/values/evidence.ts'

/** More than any name or nickname, less than what a form or a mail could be flooded with. */
const longestName = 50
const longestUrl = 1024

/** Control characters, and marks that make the text around them read the other way round. */
const invisible = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** A name as people wrote it: one line, no control characters, at most 50 characters; undefined if nothing is left. */
export function plainText(value: string | undefined): string | undefined {
  const line = (value ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(invisible, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  return [...line].slice(0, longestName).join('').trim() || undefined
}

/** The address of a picture: https, without credentials, at most 1024 characters; else undefined. */
export function httpsUrl(value: string | undefined): string | undefined {
  if (value === undefined || value.length > longestUrl) return undefined
  const url = URL.parse(value)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  return url.href.length > longestUrl ? undefined : url.href
}

/** A year of birth written with four digits; undefined for what no living person has. */
export function birthYear(value: string | undefined): number | undefined {
  return /^(?:19|20)\d\d$/.test(value ?? '') ? Number(value) : undefined
}

/** A day of the year written `MMDD`, if that calendar can have it; lunar months have at most 30 days. */
export function monthDay(value: string | undefined, calendar: Birth['calendar']): string | undefined {
  const [, month, day] = /^(\d\d)(\d\d)$/.exec(value ?? '')?.map(Number) ?? []
  if (month === undefined || day === undefined || month < 1 || month > 12 || day < 1) return undefined
  // Day 0 of the next month of a leap year: someone may be born on 29 February.
  const last = calendar === 'lunar' ? 30 : new Date(Date.UTC(2024, month, 0)).getUTCDate()
  return day <= last ? value : undefined
}

/** 64 bytes in Base64: whatever else stands in a CI's place must never become a hash that two people share. */
export const isCi = (value: string | undefined): value is string => /^[A-Za-z0-9+/]{86}==$/.test(value ?? '')
