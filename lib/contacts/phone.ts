import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import type { Phone } from '../domain/values/evidence.ts'

const longestSpelling = 32
const separators = /[ \u00a0\u3000().\-\u2010-\u2015\u2212]/g

/** E.164: a plus sign and at most 15 digits. */
const isE164 = (value: string): value is Phone => /^\+[1-9]\d{6,14}$/.test(value)

/** Full-width characters, as a Korean or Japanese keyboard may write them, in ASCII. */
const narrow = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))

/** The country code without a plus sign; no area code of Korea begins with 82. */
const koreaFromAbroad = /^(?:00)?82(?=0?10\d{8}$)/

/**
 * The digits that were dialled, or undefined when there is anything but digits and separators.
 * Any other `00` is refused: abroad it begins an international number, in Korea `001` or `002` do.
 */
function dialled(text: string, defaultCountry?: 'KR'): string | undefined {
  const plain = narrow(text).replace(separators, '')
  const digits = defaultCountry === undefined ? plain : plain.replace(koreaFromAbroad, '+82')
  return /^\+?\d+$/.test(digits) && !digits.startsWith('00') ? digits : undefined
}

/**
 * Whether texts reach the number and one person carries it. Countries that do not tell landlines apart
 * let them pass. Korea gives the whole of 010 to mobiles, always with eight digits behind it; there the
 * library is too lax about the length and lags behind in the ranges.
 */
function isMobile(number: PhoneNumber): boolean {
  if (number.country === undefined) return false
  if (number.country === 'KR' && number.nationalNumber.startsWith('10'))
    return number.nationalNumber.length === 10
  return number.getType() === 'MOBILE'
}

/**
 * The one normal form of a mobile number, E.164. Takes anything; gives undefined for landlines, service
 * and short numbers, extensions, and whatever is not plainly one number. Without a default country only
 * international spellings (`+82 …`) are understood.
 */
export function parsePhone(value: unknown, defaultCountry?: 'KR'): Phone | undefined {
  if (typeof value !== 'string' || value.length > longestSpelling) return undefined
  const digits = dialled(value, defaultCountry)
  if (digits === undefined) return undefined
  const origin = defaultCountry === undefined ? {} : { defaultCountry }
  const number = parsePhoneNumberFromString(digits, { ...origin, extract: false })
  if (number === undefined || !isMobile(number)) return undefined
  return isE164(number.number) ? number.number : undefined
}

/** The country of a number in its normal form (ISO 3166-1 alpha-2); undefined for a number of none. */
export const countryOf = (phone: Phone): string | undefined => parsePhoneNumberFromString(phone)?.country
