import * as v from 'valibot'
import type { RegisterRequest } from '../../flows/register.ts'
import type { AddressRegisterRequest } from '../../flows/register-by-address.ts'
import {
  attributes,
  birthDate,
  clientId,
  codeVerifier,
  consents,
  gender,
  password,
  personName,
  provider,
  subject,
  token,
} from './fields.ts'
import { check } from './input.ts'
import { readJson } from './json-body.ts'
import type { Request } from './request.ts'

const form = {
  name: v.optional(personName),
  nickname: v.optional(personName),
  birth: v.optional(birthDate),
  gender: v.optional(gender),
  attributes: v.optional(attributes),
  consents: v.optional(consents, []),
}
/** A sign-up after a visit at a provider. */
export const visitRegistration = v.strictObject({
  registerToken: token,
  codeVerifier,
  provider,
  subject,
  // At most one token per kind of contact.
  verificationTokens: v.optional(v.pipe(v.array(token), v.maxLength(2))),
  ...form,
})
/** A sign-up with a proven address and a password. */
export const addressRegistration = v.strictObject({
  clientId,
  verificationToken: token,
  // A token for the other kind of contact.
  verificationTokens: v.optional(v.pipe(v.array(token), v.maxLength(1))),
  password,
  continueAs: v.optional(v.literal('new')),
  ...form,
})

/** A sign-up: after a visit at a provider, or with a proven address and a password. */
export type RegistrationRequest =
  | ({ readonly kind: 'visit' } & RegisterRequest)
  | ({ readonly kind: 'address' } & AddressRegisterRequest)

/**
 * Reads a sign-up of either kind. A `registerToken` makes it a sign-up after a visit, which accepts no field
 * of the other kind. Throws `invalid_request`.
 */
export function readRegistration(request: Request): RegistrationRequest {
  const body = readJson(request)
  const { locale } = request
  if (isByAddress(body)) return { kind: 'address', ...check(addressRegistration, body), locale }
  return { kind: 'visit', ...check(visitRegistration, body), locale }
}

const isByAddress = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'verificationToken' in body && !('registerToken' in body)
