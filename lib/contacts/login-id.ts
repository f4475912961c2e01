import { isLoginIdForm } from '../domain/values/login-id.ts'

/**
 * Parses a login ID (아이디) of an old system: letters, digits and `._-`. Takes anything; gives undefined for another
 * form, such as a number or an address.
 */
export function parseLoginId(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.normalize('NFC').trim()
  return isLoginIdForm(text) ? text : undefined
}
