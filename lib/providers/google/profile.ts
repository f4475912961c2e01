import * as v from 'valibot'
import type { ProviderProfile, Trust } from '../../domain/values/evidence.ts'
import { flagClaim, standardClaims, standardProfile, textClaim } from '../oidc/claims.ts'

/** The claims read from an id_token and from `userinfo`. The text "true", which only `tokeninfo` writes, is no flag. */
export const claimsSchema = v.object({ ...standardClaims, email_verified: flagClaim, hd: textClaim })
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

/**
 * Whether an id_token holds everything that `userinfo` could add. Google promises neither claim in every
 * id_token.
 */
export const isComplete = ({ email, name }: GoogleClaims): boolean =>
  (email ?? '') !== '' && (name ?? '') !== ''

/** Maps Google's claims to a profile. Pure. Absent, null, empty and odd values count as unknown. */
export const toProfile = (claims: GoogleClaims): ProviderProfile =>
  standardProfile('google', claims, (address) => trustOf(address, claims))
