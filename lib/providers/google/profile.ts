import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile, Trust } from '../../domain/values/evidence.ts'
import { isSubject } from '../../domain/values/identity.ts'
import { httpsUrl, plainText } from '../wire/personal-text.ts'

/** Text. A value of another type counts as absent. */
const text = v.fallback(v.optional(v.string()), undefined)
/** A boolean. The text "true", which only `tokeninfo` writes, counts as absent. */
const flag = v.fallback(v.optional(v.boolean()), undefined)

/** The claims read from an id_token and from `userinfo`. */
export const claimsSchema = v.object({
  sub: v.pipe(v.string(), v.guard(isSubject)),
  email: text,
  email_verified: flag,
  hd: text,
  name: text,
  picture: text,
})
/** The account of a visitor. */
export type GoogleClaims = v.InferOutput<typeof claimsSchema>

/**
 * Google operates the mailboxes of gmail.com addresses and Workspace accounts (`hd`), so Google vouches for
 * them today. Google verified any other address once, perhaps long ago: another person may own it by now.
 * Only the `hd` claim counts; a client can change the `hd` request parameter.
 */
function trustOf(address: string, { email_verified, hd }: GoogleClaims): Trust {
  if (email_verified !== true) return 'unverified'
  return address.endsWith('@gmail.com') || (hd ?? '') !== '' ? 'vouched' : 'verified_once'
}

function emailOf(claims: GoogleClaims): Pick<ProviderProfile, 'email'> {
  const value = parseEmail(claims.email)
  return value === undefined ? {} : { email: { value, trust: trustOf(value, claims) } }
}

/**
 * Whether an id_token holds everything that `userinfo` could add. Google promises neither claim in every
 * id_token.
 */
export const isComplete = ({ email, name }: GoogleClaims): boolean =>
  (email ?? '') !== '' && (name ?? '') !== ''

/** Maps Google's claims to a profile. Pure. Absent, null, empty and odd values count as unknown. */
export function toProfile(claims: GoogleClaims): ProviderProfile {
  const name = plainText(claims.name)
  const picture = httpsUrl(claims.picture)
  return {
    identity: { provider: 'google', subject: claims.sub },
    ...emailOf(claims),
    ...defined({ name, picture }),
    // Google asks for address and profile together, and records no terms of ours.
    refused: [],
    terms: [],
  }
}
