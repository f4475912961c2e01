import type { Email, Phone } from './evidence.ts'

/**
 * Masks that are the same everywhere: two answers of ours laid side by side tell no more than one.
 * The stars of an address do not even tell its length.
 */

/** `d*****@devlabs.co.kr` */
export function maskEmail(email: Email): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}*****${email.slice(at)}`
}

/** `***-****-**78` */
export const maskPhone = (phone: Phone): string => `***-****-**${phone.slice(-2)}`

/** `김**`: the first letter, and a star for each further one. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name.replace(/\s+/gu, '')]
  return first + '*'.repeat(rest.length)
}
