import { parseEmail } from '../../../contacts/email.ts'
import { parsePhone } from '../../../contacts/phone.ts'
import type { Email, Phone } from '../../../domain/values/evidence.ts'
import { asText } from './text.ts'

/** Reads an e-mail address without white space and invisible characters at its edges. */
export function readEmail(value: unknown): Email | undefined {
  const text = asText(value)
  return text === undefined ? undefined : parseEmail(text)
}

/** Korean mobile numbers that are still given out. 011 to 019 ended in 2021, so nobody receives a text there. */
const isCurrent = (phone: Phone): boolean => !phone.startsWith('+82') || /^\+8210\d{8}$/.test(phone)

/** Reads a mobile number. A spreadsheet may have dropped the leading zero. Undefined for other numbers. */
export function readPhone(value: unknown): Phone | undefined {
  const text = asText(value)
  const phone = text === undefined ? undefined : parsePhone(text, 'KR')
  return phone !== undefined && isCurrent(phone) ? phone : undefined
}
