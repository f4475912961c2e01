import * as v from 'valibot'
import { verificationPurposes } from '../../../domain/values/verification.ts'
import { email, identifier, mobileNumber } from '../contact-fields.ts'
import { clientId, code, password, token, verificationId } from '../fields.ts'

const purpose = v.picklist(verificationPurposes)

/** `POST /verification`. */
export const verificationBody = v.variant('channel', [
  v.strictObject({ channel: v.literal('email'), to: email, purpose }),
  v.strictObject({ channel: v.literal('sms'), to: mobileNumber, purpose }),
])

/** `POST /verification/confirm`. */
export const confirmBody = v.strictObject({ verificationId, code })

/** `POST /login/password`. */
export const passwordLoginBody = v.strictObject({
  clientId,
  identifier,
  password,
  deviceToken: v.optional(token),
})
