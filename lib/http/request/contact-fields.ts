import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { parsePhone } from '../../contacts/phone.ts'
import type { Email, Phone } from '../../domain/values/evidence.ts'
import type { Address } from '../../domain/values/verification.ts'

/** Fields that name an address, read into its one normal form. Apart from the others: reading numbers is heavy. */

/** Long enough for any address; what is longer is not even looked at. */
const written = v.pipe(v.string(), v.maxLength(254))

export const email = v.pipe(
  written,
  v.rawTransform(({ dataset, addIssue, NEVER }): Email => {
    const value = parseEmail(dataset.value)
    if (value !== undefined) return value
    addIssue({ message: 'not an e-mail address' })
    return NEVER
  }),
)

/** A mobile number as it is dialled in Korea or abroad. */
export const mobileNumber = v.pipe(
  written,
  v.rawTransform(({ dataset, addIssue, NEVER }): Phone => {
    const value = parsePhone(dataset.value, 'KR')
    if (value !== undefined) return value
    addIssue({ message: 'not a mobile number' })
    return NEVER
  }),
)

/** What a person signs in with: an e-mail address, or a mobile number as it is dialled in Korea or abroad. */
function addressOf(text: string): Address | undefined {
  const asEmail = parseEmail(text)
  if (asEmail !== undefined) return { channel: 'email', value: asEmail }
  const asPhone = parsePhone(text, 'KR')
  return asPhone === undefined ? undefined : { channel: 'sms', value: asPhone }
}

export const identifier = v.pipe(
  written,
  v.rawTransform(({ dataset, addIssue, NEVER }): Address => {
    const address = addressOf(dataset.value)
    if (address !== undefined) return address
    addIssue({ message: 'neither an e-mail address nor a mobile number' })
    return NEVER
  }),
)
