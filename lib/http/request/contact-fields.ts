import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { parseLoginId } from '../../contacts/login-id.ts'
import { parsePhone } from '../../contacts/phone.ts'
import type { Email, Phone } from '../../domain/values/evidence.ts'
import { loginIdKey } from '../../domain/values/login-id.ts'
import { cleanEdges } from '../../domain/values/name.ts'
import type { Address, Identifier } from '../../domain/values/verification.ts'
import { faultNamed, maxCharacters } from './typed.ts'

/**
 * Fields for contacts, parsed to normal form. They have their own file because the number parser is heavy.
 */

/** Longer input is refused before parsing. */
const written = v.pipe(v.string(), maxCharacters(320), v.transform(cleanEdges), maxCharacters(254))

/** An e-mail address. */
export const email = v.pipe(
  written,
  v.rawTransform(({ dataset, addIssue, NEVER }): Email => {
    const value = parseEmail(dataset.value)
    if (value !== undefined) return value
    addIssue({ message: faultNamed('email') })
    return NEVER
  }),
)

/** A mobile number, in Korean national format or in international format. */
export const mobileNumber = v.pipe(
  written,
  v.rawTransform(({ dataset, addIssue, NEVER }): Phone => {
    const value = parsePhone(dataset.value, 'KR')
    if (value !== undefined) return value
    addIssue({ message: faultNamed('phone') })
    return NEVER
  }),
)

/** An e-mail address, or a mobile number in Korean national or international format. */
function addressOf(text: string): Address | undefined {
  const asEmail = parseEmail(text)
  if (asEmail !== undefined) return { channel: 'email', value: asEmail }
  const asPhone = parsePhone(text, 'KR')
  return asPhone === undefined ? undefined : { channel: 'sms', value: asPhone }
}

/** An address, or a login ID that an import may have brought. */
function identifierOf(text: string): Identifier | undefined {
  const address = addressOf(text)
  if (address !== undefined) return address
  const loginId = parseLoginId(text)
  return loginId === undefined ? undefined : { channel: 'login_id', value: loginIdKey(loginId) }
}

/** The identifier of a sign-in: an e-mail address, a mobile number or a login ID (아이디). */
export const identifier = v.pipe(
  written,
  v.rawTransform(({ dataset, addIssue, NEVER }): Identifier => {
    const named = identifierOf(dataset.value)
    if (named !== undefined) return named
    addIssue({ message: faultNamed('identifier') })
    return NEVER
  }),
)
