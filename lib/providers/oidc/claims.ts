import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Email, ProviderProfile, Trust } from '../../domain/values/evidence.ts'
import { isSubject, type ProviderId, type Subject } from '../../domain/values/identity.ts'
import { httpsUrl, plainText } from '../wire/personal-text.ts'

/** Text. A value of another type counts as absent. */
export const textClaim = v.fallback(v.optional(v.string()), undefined)
/** A boolean. A value of another type, such as the text "true", counts as absent. */
export const flagClaim = v.fallback(v.optional(v.boolean()), undefined)
/** The `sub` of the person, without which no claim is read. */
export const subjectClaim = v.pipe(v.string(), v.guard(isSubject))

/** The standard claims that every OpenID provider may send (OpenID Connect Core, section 5.1). */
export const standardClaims = {
  sub: subjectClaim,
  email: textClaim,
  name: textClaim,
  picture: textClaim,
} as const

interface StandardClaims {
  readonly sub: Subject
  readonly email?: string | undefined
  readonly name?: string | undefined
  readonly picture?: string | undefined
}

/**
 * Maps standard claims to a profile. Takes the provider, the claims, and the trust that the provider deserves for an
 * address. Pure. Absent, null, empty and odd values count as unknown.
 */
export function standardProfile(
  provider: ProviderId,
  { sub, email, name, picture }: StandardClaims,
  trustOf: (address: Email) => Trust,
): ProviderProfile {
  const address = parseEmail(email)
  return {
    identity: { provider, subject: sub },
    ...(address !== undefined && { email: { value: address, trust: trustOf(address) } }),
    ...defined({ name: plainText(name), picture: httpsUrl(picture) }),
    // An OpenID provider asks for everything as a whole, and records no terms of ours.
    refused: [],
    terms: [],
  }
}
