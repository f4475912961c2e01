import type { Locale } from '../../domain/values/locale.ts'

/**
 * The language of a response from `Accept-Language` (RFC 9110, section 12.5.4): Korean,
 * unless the header prefers English.
 */
export function localeOf(header: string | undefined): Locale {
  if (header === undefined) return 'ko'
  const wanted = { ko: 0, en: 0 }
  for (const part of header.slice(0, 500).split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const language = range.split('-')[0]
    if (language !== 'ko' && language !== 'en') continue
    const quality = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)$/.exec(text)?.[1]).find(Boolean)
    wanted[language] = Math.max(wanted[language], quality === undefined ? 1 : Number(quality))
  }
  return wanted.en > wanted.ko || (wanted.en > 0 && wanted.en === wanted.ko && startsWithEnglish(header))
    ? 'en'
    : 'ko'
}

const startsWithEnglish = (header: string): boolean => /^\s*en\b/i.test(header)
