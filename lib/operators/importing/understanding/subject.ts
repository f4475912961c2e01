import { isSubject, type ProviderId, type Subject } from '../../../domain/values/identity.ts'
import { asText, hasLostDigits } from './text.ts'

/**
 * The form of each provider's own ids. Kakao: a 64-bit number (REST API, `id`). Naver: text of letters, digits,
 * `-` and `_` (profile API, `id`). Google: at most 255 digits (`sub`). GitHub: a 64-bit number (`id`).
 * Apple: text of letters, digits and points (`sub`; its documents give no form). LINE: `U` and 32 hexadecimal digits
 * (`sub`). Any other OpenID provider: printable ASCII (`sub`).
 */
const forms: Readonly<Record<ProviderId, RegExp>> = {
  kakao: /^[1-9]\d{0,18}$/,
  naver: /^[A-Za-z0-9_-]{1,64}$/,
  google: /^[1-9]\d{0,254}$/,
  github: /^[1-9]\d{0,18}$/,
  apple: /^[A-Za-z0-9._-]{1,255}$/,
  line: /^U[0-9a-f]{32}$/,
  oidc: /^[\x21-\x7e]{1,255}$/,
}

/** A number of Google whose last digits a spreadsheet has replaced by zeros, as it does from the 16th on. */
const isRounded = (provider: ProviderId, text: string): boolean =>
  provider === 'google' && text.length >= 20 && text.endsWith('000000')

/** Reads a subject in its provider's own form. Undefined for another form, and for a number that lost digits. */
export function readSubject(provider: ProviderId, value: unknown): Subject | undefined {
  const text = asText(value)
    ?.replace(/^(\d+)\.0$/, '$1')
    .replace(/(?<=\d),(?=\d{3}(?:,|$))/g, '')
  if (text === undefined || hasLostDigits(text) || !forms[provider].test(text) || isRounded(provider, text))
    return undefined
  return isSubject(text) ? text : undefined
}
