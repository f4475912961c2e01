import { defined } from './defined.ts'
import type { Birth, Email, Phone } from './evidence.ts'

/**
 * Every mask is the same everywhere, so two responses side by side tell no more than one. The number of stars
 * in an address is fixed and hides its length.
 */

/** Masks an e-mail address as `d*****@devlabs.co.kr`. */
export function maskEmail(email: Email): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}*****${email.slice(at)}`
}

/** Masks a phone number as `***-****-**78`. */
export const maskPhone = (phone: Phone): string => `***-****-**${phone.slice(-2)}`

/** Masks a name as `김**`: the first letter and one star per further letter. Spaces are dropped. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name.replace(/\s+/gu, '')]
  return first + '*'.repeat(rest.length)
}

/** Masks a birth date: the year alone is left. */
export const maskBirth = ({ year, calendar }: Birth): Birth => ({ ...defined({ year }), calendar })
