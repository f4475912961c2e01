import * as v from 'valibot'
import { isSubject, type Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { hasRunOut, type ProviderToken } from '../../domain/visit/provider-token.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { bearer, isOAuthRefusedForGood, nonsense, oauthError, readAs } from '../wire/read-response.ts'
import { claimsSchema, type GoogleClaims } from './profile.ts'
import type { GoogleApp } from './settings.ts'

/** Seconds. Google writes them as a number in one response and as text in another. */
const seconds = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))]),
  v.safeInteger(),
  v.minValue(1),
)

const tokenSchema = v.object({
  token_type: v.pipe(v.string(), v.toLowerCase(), v.literal('bearer')),
  access_token: bearer,
  expires_in: seconds,
  id_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: v.optional(bearer),
})
/** The token response of Google. Lifetimes are in seconds. */
export type GoogleTokens = v.InferOutput<typeof tokenSchema>

/** Error codes about what the visitor brought. Every other error is our configuration or Google's fault. */
const grantErrors: readonly (string | undefined)[] = ['invalid_grant', 'redirect_uri_mismatch']

/**
 * Reads the tokens that a code was redeemed for. Throws `ProviderFault`: `grant_invalid` for a code that
 * Google rejects, else `unavailable`.
 */
export function readTokens(response: ProviderResponse): GoogleTokens {
  const error = oauthError(response)
  if (response.status === 200 && error === undefined) return readAs(tokenSchema, 'Google token', response)
  throw new ProviderFault(
    grantErrors.includes(error) ? 'grant_invalid' : 'unavailable',
    `Google token responded with ${response.status} (${error ?? 'no error'})`,
  )
}

const partiesSchema = v.object({ aud: v.string(), azp: v.optional(v.string()) })
const tokenInfoSchema = v.object({ sub: v.pipe(v.string(), v.guard(isSubject)), expires_in: seconds })

/**
 * Reads the holder of a mobile SDK's access token from `tokeninfo`. A token issued to another app would sign
 * its owner in here, so `aud` and `azp` are compared before the rest is read. Throws `ProviderFault`:
 * `token_not_ours`, `grant_invalid` for an invalid token, else `unavailable`.
 */
export function readTokenInfo(
  response: ProviderResponse,
  { audiences }: GoogleApp,
): { subject: Subject; expiresIn: number } {
  const error = oauthError(response)
  if (response.status !== 200 || error !== undefined) {
    throw new ProviderFault(
      error === 'invalid_token' ? 'grant_invalid' : 'unavailable',
      `Google tokeninfo responded with ${response.status} (${error ?? 'no error'})`,
    )
  }
  const { aud, azp = aud } = readAs(partiesSchema, 'Google tokeninfo', response)
  if (!audiences.includes(aud) || !audiences.includes(azp)) {
    throw new ProviderFault('token_not_ours', 'Google access token was issued to another app')
  }
  const { sub, expires_in: expiresIn } = readAs(tokenInfoSchema, 'Google tokeninfo', response)
  return { subject: sub, expiresIn }
}

/**
 * Reads the profile claims of a verified id_token. Throws `ProviderFault('unavailable')` for claims in
 * another form.
 */
export function readClaims(claims: Readonly<Record<string, unknown>>): GoogleClaims {
  const parsed = v.safeParse(claimsSchema, claims)
  if (!parsed.success) throw nonsense('Google id_token')
  return parsed.output
}

/**
 * Reads the profile from `userinfo`. Throws `ProviderFault`: `grant_invalid` for an access token that Google
 * rejects, else `unavailable`.
 */
export function readUserinfo(response: ProviderResponse): GoogleClaims {
  if (response.status === 200) return readAs(claimsSchema, 'Google userinfo', response)
  const why = response.status === 401 ? 'grant_invalid' : 'unavailable'
  throw new ProviderFault(why, `Google userinfo responded with ${response.status}`)
}

/** Errors that say nothing about the token (RFC 6749, section 5.2): our configuration, or Google's fault. */
const ownErrors = new Set([
  'invalid_client',
  'unauthorized_client',
  'server_error',
  'temporarily_unavailable',
  'rate_limit_exceeded',
])

/**
 * The result of a revocation (RFC 7009). A token unknown to Google was revoked earlier, by us or by the
 * person. An expired token proves nothing: the connection remains, and no token is left to end it. Any other token that
 * Google refuses for good ends nothing either. Throws `ProviderFault('unavailable')` for every other response.
 */
export function readRevoked(
  response: ProviderResponse,
  storedToken: ProviderToken,
): 'ended' | 'not_revocable' {
  const error = oauthError(response)
  if (response.status === 200 && error === undefined) {
    // Google responds with an empty object. A page with status 200 comes from a proxy in between.
    readAs(v.object({}), 'Google revoke', response)
    return 'ended'
  }
  if (error !== 'invalid_token' && isOAuthRefusedForGood(response, ownErrors)) return 'not_revocable'
  if (error !== 'invalid_token') {
    throw new ProviderFault(
      'unavailable',
      `Google revoke responded with ${response.status} (${error ?? 'no error'})`,
    )
  }
  return hasRunOut(storedToken, new Date()) ? 'not_revocable' : 'ended'
}
