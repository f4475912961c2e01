import type { PhoneNumber } from 'libphonenumber-js/mobile'
import { phoneNumbers } from '#phone-numbers'
import type { Phone } from '../domain/values/evidence.ts'

const maxInputLength = 32
const separators = /[ \u00a0\u3000().\-\u2010-\u2015\u2212]/g

/** E.164: a plus sign and at most 15 digits. */
const isE164 = (value: string): value is Phone => /^\+[1-9]\d{6,14}$/.test(value)

/** Converts full-width characters of Korean and Japanese keyboards to ASCII. */
const narrow = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))

/** Korea's country code without a plus sign. No Korean area code starts with 82. */
const koreaWithoutPlus = /^(?:00)?82(?=0?10\d{8}$)/

/**
 * The dialled digits; undefined if there are other characters than digits and separators. Any other leading
 * `00` is refused: abroad it starts an international number, in Korea `001` or `002` does.
 */
function digitsOf(text: string, defaultCountry?: 'KR'): string | undefined {
  const plain = narrow(text).replace(separators, '')
  const digits = defaultCountry === undefined ? plain : plain.replace(koreaWithoutPlus, '+82')
  return /^\+?\d+$/.test(digits) && !digits.startsWith('00') ? digits : undefined
}

/**
 * Whether a number receives texts and belongs to one person. Countries that do not separate landlines
 * from mobiles let both pass. All numbers 010 plus eight digits are Korean mobiles; the library's length
 * check and ranges are too loose there.
 */
function isMobile(number: PhoneNumber): boolean {
  if (number.country === undefined) return false
  if (number.country === 'KR' && number.nationalNumber.startsWith('10'))
    return number.nationalNumber.length === 10
  return number.getType() === 'MOBILE'
}

/**
 * Parses a mobile number to E.164. Takes anything; gives undefined for landlines, service and short
 * numbers, extensions, and anything that is not exactly one number. Without a default country, only
 * international spellings (`+82 …`) are accepted.
 */
export function parsePhone(value: unknown, defaultCountry?: 'KR'): Phone | undefined {
  if (typeof value !== 'string' || value.length > maxInputLength) return undefined
  const digits = digitsOf(value, defaultCountry)
  if (digits === undefined) return undefined
  const origin = defaultCountry === undefined ? {} : { defaultCountry }
  const number = phoneNumbers().parse(digits, { ...origin, extract: false })
  if (number === undefined || !isMobile(number)) return undefined
  return isE164(number.number) ? number.number : undefined
}

/** Whether a stage sends texts to a number: a mobile one in a country of the list (ISO 3166-1 alpha-2). */
export function isInCountries(phone: Phone, countries: readonly string[]): boolean {
  const country = phoneNumbers().parse(phone)?.country
  return country !== undefined && countries.includes(country) && parsePhone(phone) === phone
}
