import { parseEmail } from '../../../contacts/email.ts'
import { parsePhone } from '../../../contacts/phone.ts'
import type { Email, Phone } from '../../../domain/values/evidence.ts'
import { asText } from './text.ts'

/** Full-width characters of Korean keyboards as ASCII. */
const narrow = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))

/** What surrounds an address: `mailto:`, the name before `<…>`, a mark of the sentence behind it, blanks around its `@`. */
function bareAddress(text: string): string {
  const plain = narrow(text.replace(/\p{Cf}/gu, ''))
    .replace(/[\u3002\uff61]/g, '.')
    .replace(/\s*@\s*/g, '@')
    .replace(/^mailto:/i, '')
  const [, inner = plain] = /^[^<>]*<([^<>]*)>$/.exec(plain) ?? []
  return inner.trim().replace(/[.,;]$/, '')
}

/** Reads an e-mail address without what people and programs write around it. Two addresses are none. */
export function readEmail(value: unknown): Email | undefined {
  const text = asText(value)
  return text === undefined ? undefined : parseEmail(bareAddress(text))
}

/** Korean mobile numbers that are still given out. 011 to 019 ended in 2021, so nobody receives a text there. */
const isCurrent = (phone: Phone): boolean => !phone.startsWith('+82') || /^\+8210\d{8}$/.test(phone)

/** The digits and separators of a number, as people and spreadsheets write it. */
const bareNumber = (text: string): string =>
  narrow(text)
    .replace(/^tel:/i, '')
    .replace(/\.0$/, '')
    .replace(/[\p{Cf}_/·・~,']/gu, '')

/** Reads a mobile number. A spreadsheet may have dropped the leading zero. Undefined for other numbers. */
export function readPhone(value: unknown): Phone | undefined {
  const text = asText(value)
  const phone = text === undefined ? undefined : parsePhone(bareNumber(text), 'KR')
  return phone !== undefined && isCurrent(phone) ? phone : undefined
}
