import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { hasRunOut, type ProviderToken } from '../../domain/visit/provider-token.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { readJsonResponse } from '../wire/json.ts'
import { bearer, isOAuthRefusedForGood, nonsense, oauthError, readAs } from '../wire/read-response.ts'
import type { OidcTokens } from './app.ts'

/** Seconds. Providers write them as a number or as text, Google as both. */
export const seconds = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,9}$/), v.transform(Number))]),
  v.safeInteger(),
  v.minValue(1),
)

const tokenSchema = v.object({
  token_type: v.pipe(v.string(), v.toLowerCase(), v.literal('bearer')),
  access_token: bearer,
  expires_in: v.nullish(seconds),
  id_token: v.pipe(v.string(), v.minLength(1)),
  refresh_token: v.nullish(bearer),
})

/** Error codes about what the visitor brought. Every other error is our configuration or the provider's fault. */
const grantErrors: readonly (string | undefined)[] = ['invalid_grant', 'redirect_uri_mismatch']

/** A refusal by a token endpoint (RFC 6749, section 5.2) as a fault. `call` names the provider and the call. */
function tokenRefusal(call: string, response: ProviderResponse): ProviderFault {
  const error = oauthError(response)
  return new ProviderFault(
    grantErrors.includes(error) ? 'grant_invalid' : 'unavailable',
    `${call} responded with ${response.status} (${error ?? 'no error'})`,
  )
}

/**
 * Reads the tokens that a code was redeemed for (OpenID Connect Core, section 3.1.3.3). Throws `ProviderFault`:
 * `grant_invalid` for a code that the provider rejects, else `unavailable`.
 */
export function readCodeTokens(name: string, response: ProviderResponse): OidcTokens {
  if (response.status !== 200 || oauthError(response) !== undefined) {
    throw tokenRefusal(`${name} token`, response)
  }
  const tokens = readAs(tokenSchema, `${name} token`, response)
  return {
    accessToken: tokens.access_token,
    idToken: tokens.id_token,
    expiresIn: tokens.expires_in ?? undefined,
    refreshToken: tokens.refresh_token ?? undefined,
  }
}

/**
 * The claims of `userinfo` (OpenID Connect Core, section 5.3). Throws `ProviderFault`: `grant_invalid` for an
 * access token that the provider rejects, else `unavailable`.
 */
export function readUserinfo(name: string, response: ProviderResponse): unknown {
  if (response.status === 200) return readJsonResponse(response)
  const why = response.status === 401 ? 'grant_invalid' : 'unavailable'
  throw new ProviderFault(why, `${name} userinfo responded with ${response.status}`)
}

/**
 * Reads claims with a schema; `call` names the provider and the place of the claims. Throws
 * `ProviderFault('unavailable')` for claims in another form.
 */
export function readClaims<Schema extends v.GenericSchema>(
  schema: Schema,
  call: string,
  claims: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, claims)
  if (!parsed.success) throw nonsense(call)
  return parsed.output
}

/** Errors that say nothing about a stored token (RFC 6749, section 5.2): our configuration, or the provider's fault. */
const ownErrors = new Set([
  'invalid_client',
  'unauthorized_client',
  'server_error',
  'temporarily_unavailable',
  'rate_limit_exceeded',
])

/** Whether a provider refuses a call with a stored token for good. */
export const isTokenRefusedForGood = (response: ProviderResponse): boolean =>
  isOAuthRefusedForGood(response, ownErrors)

/**
 * The meaning of a provider's "no such token" about a stored token. The connection was ended earlier, by us or by
 * the person. An expired token proves nothing: the connection remains, and no token is left to end it.
 */
export const endedUnless = (storedToken: ProviderToken): 'ended' | 'not_revocable' =>
  hasRunOut(storedToken, new Date()) ? 'not_revocable' : 'ended'

/** The token for a later disconnection: a refresh token, or the access token while it lasts. */
export const eitherToken = ({ accessToken, refreshToken, expiresIn = 3600 }: OidcTokens) =>
  refreshToken === undefined
    ? ({ kind: 'access', token: accessToken, expiresAt: secondsFromNow(expiresIn), durable: false } as const)
    : ({ kind: 'refresh', token: refreshToken, durable: true } as const)

export const secondsFromNow = (lifetime: number): Date => new Date(Date.now() + lifetime * 1000)
