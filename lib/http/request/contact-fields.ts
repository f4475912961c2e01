import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { parsePhone } from '../../contacts/phone.ts'
import type { Email, Phone } from '../../domain/values/evidence.ts'
import type { Address } from '../../domain/values/verification.ts'

/**
 * Fields for contacts, parsed to normal form. They have their own file because the number parser is heavy.
 */

/** Longer input is refused before parsing. */
const written = v.pipe(v.string(), v.maxLength(254))

/** An e-mail address. */
export const email = v.pipe(
  written,
  v.rawTransform(({ dataset, addIssue, NEVER }): Email => {
    const value = parseEmail(dataset.value)
    if (value !== undefined) return value
    addIssue({ message: 'not an e-mail address' })
    return NEVER
  }),
)

/** A mobile number, in Korean national format or in international format. */
export const mobileNumber = v.pipe(
  written,
  v.rawTransform(({ dataset, addIssue, NEVER }): Phone => {
    const value = parsePhone(dataset.value, 'KR')
    if (value !== undefined) return value
    addIssue({ message: 'not a mobile number' })
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

/** The identifier of a sign-in: an e-mail address or a mobile number. */
export const identifier = v.pipe(
  written,
  v.rawTransform(({ dataset, addIssue, NEVER }): Address => {
    const address = addressOf(dataset.value)
    if (address !== undefined) return address
    addIssue({ message: 'neither an e-mail address nor a mobile number' })
    return NEVER
  }),
)
