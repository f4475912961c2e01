import * as v from 'valibot'
import { parseEmail } from '../../contacts/email.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile, Trust } from '../../domain/values/evidence.ts'
import { isSubject } from '../../domain/values/identity.ts'
import { httpsUrl, plainText } from '../wire/personal-text.ts'

/** A value of the wrong type is as good as none. */
const text = v.fallback(v.optional(v.string()), undefined)
/** `true` and nothing else that may pass for it: tokeninfo writes "true", which is not looked at. */
const flag = v.fallback(v.optional(v.boolean()), undefined)

/** What an id_token and `userinfo` tell of a person, as far as it is read. */
export const claimsSchema = v.object({
  sub: v.pipe(v.string(), v.guard(isSubject)),
  email: text,
  email_verified: flag,
  hd: text,
  name: text,
  picture: text,
})
export type GoogleClaims = v.InferOutput<typeof claimsSchema>

/**
 * Google runs the mailbox of a gmail.com address and of a Workspace account (`hd`), and so speaks for it today. Any
 * other address it has verified once, long ago perhaps: it may belong to somebody else by now. `hd` counts in the
 * answer only; in a request, anybody may change it.
 */
function trustOf(address: string, { email_verified, hd }: GoogleClaims): Trust {
  if (email_verified !== true) return 'unverified'
  return address.endsWith('@gmail.com') || (hd ?? '') !== '' ? 'vouched' : 'verified_once'
}

function emailOf(claims: GoogleClaims): Pick<ProviderProfile, 'email'> {
  const value = parseEmail(claims.email)
  return value === undefined ? {} : { email: { value, trust: trustOf(value, claims) } }
}

/** Whether an id_token told all that `userinfo` could: Google promises neither for every id_token. */
export const isWhole = ({ email, name }: GoogleClaims): boolean => (email ?? '') !== '' && (name ?? '') !== ''

/** Google's account of a person in our words. Pure. Absent, null, empty and odd values: nothing is known. */
export function toProfile(claims: GoogleClaims): ProviderProfile {
  const name = plainText(claims.name)
  const picture = httpsUrl(claims.picture)
  return {
    identity: { provider: 'google', subject: claims.sub },
    ...emailOf(claims),
    ...defined({ name, picture }),
    // Google asks for address and profile as a whole, and has no terms of ours.
    refused: [],
    terms: [],
  }
}
