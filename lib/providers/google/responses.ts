import * as v from 'valibot'
import { isSubject, type Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import { endedUnless, isTokenRefusedForGood, seconds } from '../oidc/responses.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { bearer, oauthError, readAs } from '../wire/read-response.ts'
import type { GoogleApp } from './settings.ts'

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
  if (error !== 'invalid_token' && isTokenRefusedForGood(response)) return 'not_revocable'
  if (error !== 'invalid_token') {
    throw new ProviderFault(
      'unavailable',
      `Google revoke responded with ${response.status} (${error ?? 'no error'})`,
    )
  }
  return endedUnless(storedToken)
}

/**
 * Whether the person of a refresh token is still connected: Google refuses a revoked one with `invalid_grant`. Throws
 * `ProviderFault('unavailable')` for every other response.
 */
export function readConnected(response: ProviderResponse): boolean {
  const error = oauthError(response)
  if (error === 'invalid_grant') return false
  if (response.status === 200 && error === undefined) {
    readAs(v.object({ access_token: bearer }), 'Google refresh', response)
    return true
  }
  throw new ProviderFault('unavailable', `Google refresh responded with ${response.status}`)
}
