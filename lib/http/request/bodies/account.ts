import * as v from 'valibot'
import {
  attributes,
  birthDate,
  clientId,
  codeVerifier,
  gender,
  identityVerificationId,
  locale,
  password,
  personName,
  provider,
  someConsents,
  subject,
  token,
} from '../fields.ts'

/** `POST /login/code`. */
export const codeLoginBody = v.strictObject({ clientId, verificationToken: token })

/** `PATCH /me`. */
export const memberChanges = v.strictObject({
  verificationToken: v.optional(token),
  password: v.optional(v.nullable(password)),
  name: v.optional(personName),
  nickname: v.optional(personName),
  birth: v.optional(birthDate),
  gender: v.optional(gender),
  locale: v.optional(locale),
  attributes: v.optional(attributes),
})

/** `POST /me/consents`. */
export const consentsBody = v.strictObject({ consents: someConsents })

/** `POST /logout`. */
export const logoutBody = v.strictObject({
  everywhere: v.optional(v.boolean(), false),
  refreshToken: v.optional(token),
})

/** `POST /reactivate`: the token of a message. */
export const reactivateBody = v.strictObject({ token })

/** `POST /unlink`: `subject` where the member has several accounts at the provider. */
export const unlinkBody = v.strictObject({ provider, subject: v.optional(subject) })

/** A body without any field. */
export const emptyBody = v.strictObject({})

/** `POST /identity-verification/confirm`. */
export const checkConfirmation = v.strictObject({ identityVerificationId, codeVerifier })
