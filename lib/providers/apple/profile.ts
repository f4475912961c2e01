import * as v from 'valibot'
import type { ProviderProfile, Trust } from '../../domain/values/evidence.ts'
import { standardClaims, standardProfile, textClaim } from '../oidc/claims.ts'
import { readClaims } from '../oidc/responses.ts'
import { plainText } from '../wire/personal-text.ts'

/** A flag, which Apple writes as a boolean or as text. Any other value counts as absent. */
const flag = v.fallback(
  v.union([
    v.boolean(),
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((text) => text === 'true'),
    ),
  ]),
  false,
)

const { sub, email } = standardClaims
const claimsSchema = v.object({
  sub,
  email,
  email_verified: v.optional(flag, false),
  is_private_email: v.optional(flag, false),
})

/** The domains whose mailboxes Apple runs, so that it knows today whose an address is. */
const ownDomains = ['icloud.com', 'me.com', 'mac.com']
const relayDomain = 'privaterelay.appleid.com'

/**
 * How far Apple's word goes. It runs the mailboxes of its own domains, and has verified any other address once. An address
 * of its relay names nobody outside our team, and reaches the person only from our registered domains.
 */
function trustOf(address: string, isVerified: boolean, isRelay: boolean): Trust {
  const domain = address.slice(address.lastIndexOf('@') + 1)
  if (!isVerified || isRelay || domain === relayDomain) return 'unverified'
  return ownDomains.includes(domain) ? 'vouched' : 'verified_once'
}

/** Maps the claims of an id_token to a profile. Pure. An id_token of Apple has no name. */
export function toProfile(raw: unknown): ProviderProfile {
  const claims = readClaims(claimsSchema, 'Apple claims', raw)
  const { email_verified: isVerified, is_private_email: isRelay } = claims
  return standardProfile('apple', claims, (address) => trustOf(address, isVerified, isRelay))
}

const userSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ name: v.object({ firstName: textClaim, lastName: textClaim }) }),
)

/** Whether a name is written with the family name first and without a space, as in Korean, Chinese and Japanese. */
const familyNameFirst = /^[\p{sc=Hang}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\s]+$/u

/**
 * The name in the `user` beside the code of the first consent. Nobody has signed it, and whoever posts the form can
 * write it, so it is a name to show and no evidence; the address beside it is never read. Pure. Gives undefined for
 * anything but such JSON.
 */
export function nameIn(user: string | undefined): string | undefined {
  const read = v.safeParse(userSchema, user)
  if (!read.success) return undefined
  const { firstName = '', lastName = '' } = read.output.name
  return plainText(
    familyNameFirst.test(firstName + lastName) ? lastName + firstName : `${firstName} ${lastName}`,
  )
}
