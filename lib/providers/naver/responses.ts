import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { readJsonResponse } from '../wire/json.ts'
import { bearer, isOAuthRefusedForGood, oauthError, readAs } from '../wire/read-response.ts'
import { apiFault, isGrantRefusal, resultCodeOf, tokenFault } from './errors.ts'
import { type NaverUser, profileSchema } from './profile.ts'

/** Seconds, usually as text (`"3600"`). Without a usable value, the hour that the guide documents. */
const seconds = v.fallback(
  v.pipe(v.union([v.string(), v.number()]), v.transform(Number), v.safeInteger()),
  3600,
)

const tokenSchema = v.object({
  token_type: v.pipe(v.string(), v.toLowerCase(), v.literal('bearer')),
  access_token: bearer,
  refresh_token: v.optional(bearer),
  id_token: v.pipe(v.string(), v.minLength(1)),
  expires_in: v.optional(seconds, 3600),
})

/** The tokens that a code was redeemed for. */
export interface NaverTokens {
  readonly accessToken: string
  readonly idToken: string
  /** Lifetime of the access token in seconds. */
  readonly expiresIn: number
  /** The token that a later disconnection uses. */
  readonly refreshToken?: string
}

/**
 * Reads the response to a code. Throws `ProviderFault`: `grant_invalid` for a code that Naver rejects, also
 * with status 200, else `unavailable`.
 */
export function readTokens(response: ProviderResponse): NaverTokens {
  if (isGrantRefusal(response)) throw tokenFault('token', response, 'grant_invalid')
  if (response.status !== 200 || oauthError(response) !== undefined) throw tokenFault('token', response)
  const tokens = readAs(tokenSchema, 'Naver token', response)
  const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = tokens
  const expiresIn = tokens.expires_in
  return { accessToken, idToken, expiresIn, ...defined({ refreshToken }) }
}

const envelopeSchema = v.object({ resultcode: v.literal('00'), response: profileSchema })

/**
 * Reads the account from the envelope of `/v1/nid/me`. Throws `ProviderFault`: `grant_invalid` for an access
 * token that Naver rejects, else `unavailable`.
 */
export function readUser(response: ProviderResponse): NaverUser {
  if (response.status !== 200 || resultCodeOf(response) === '024') throw apiFault('me', response)
  return readAs(envelopeSchema, 'Naver me', response).response
}

/** Error codes that say nothing about the token: our configuration, or Naver's fault. */
const ownErrors = new Set(['invalid_client', 'unauthorized_client', 'unsupported_grant_type', 'server_error'])

/**
 * Checks that a connection has ended. Naver reports success with status 200 and an empty body; a token unknown to Naver
 * counts as success. `not_revocable`: Naver refuses the token for good. Throws `ProviderFault('unavailable')`.
 */
export function readRevoked(response: ProviderResponse): 'ended' | 'not_revocable' {
  const error = oauthError(response)
  if (error === 'invalid_token' || isGrantRefusal(response)) return 'ended'
  if (isOAuthRefusedForGood(response, ownErrors)) return 'not_revocable'
  if (response.status !== 200 || error !== undefined) throw tokenFault('revoke', response)
  // A page with status 200 comes from a proxy in between.
  if (response.body.trim() !== '') readJsonResponse(response)
  return 'ended'
}

const refreshedSchema = v.object({ access_token: bearer })

/**
 * Whether a person is connected, by the response to a refresh. Naver documents no error for a dead refresh
 * token, so any error that is not about us counts. Throws `ProviderFault('unavailable')` when the response
 * does not tell.
 */
export function readConnected(response: ProviderResponse): boolean {
  const error = oauthError(response)
  if (error !== undefined && !ownErrors.has(error)) return false
  if (response.status !== 200 || error !== undefined) throw tokenFault('refresh', response)
  readAs(refreshedSchema, 'Naver refresh', response)
  return true
}
