import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { readJson } from '../wire/json.ts'
import { bearer, oauthError, readAs } from '../wire/read-answer.ts'
import { apiFault, isGrantRefusal, resultCodeOf, tokenFault } from './errors.ts'
import { type NaverUser, profileSchema } from './profile.ts'

/** Text as a rule (`"3600"`); without a usable one the hour that the guide tells. */
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

/** What a code was redeemed for. */
export interface NaverTokens {
  readonly accessToken: string
  readonly idToken: string
  /** Seconds that the access token lives. */
  readonly expiresIn: number
  /** What ends the connection later. */
  readonly refreshToken?: string
}

/**
 * Reads the answer to a code. Throws `ProviderFault`: `grant_invalid` when Naver does not accept the code, also in
 * an answer with status 200, else `unavailable`.
 */
export function readTokens(answer: ProviderResponse): NaverTokens {
  if (isGrantRefusal(answer)) throw tokenFault('token', answer, 'grant_invalid')
  if (answer.status !== 200 || oauthError(answer) !== undefined) throw tokenFault('token', answer)
  const tokens = readAs(tokenSchema, 'Naver token', answer)
  const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = tokens
  const expiresIn = tokens.expires_in
  return { accessToken, idToken, expiresIn, ...defined({ refreshToken }) }
}

const envelopeSchema = v.object({ resultcode: v.literal('00'), response: profileSchema })

/**
 * Takes the person out of the envelope of `/v1/nid/me`. Throws `ProviderFault`: `grant_invalid` when the access
 * token is not accepted, else `unavailable`.
 */
export function readUser(answer: ProviderResponse): NaverUser {
  if (answer.status !== 200 || resultCodeOf(answer) === '024') throw apiFault('me', answer)
  return readAs(envelopeSchema, 'Naver me', answer).response
}

/**
 * Makes sure that a connection has ended. Success is status 200 with nothing to read; a token that Naver does not
 * know any more is as good. Throws `ProviderFault('unavailable')`.
 */
export function readRevoked(answer: ProviderResponse): void {
  const error = oauthError(answer)
  if (error === 'invalid_token' || isGrantRefusal(answer)) return
  if (answer.status !== 200 || error !== undefined) throw tokenFault('revoke', answer)
  // A page with status 200 comes from something that stands in Naver's place.
  if (answer.body.trim() !== '') readJson(answer)
}

const refreshedSchema = v.object({ access_token: bearer })

/** Refusals that say nothing of the token: our own configuration, or Naver's trouble. */
const ofOurs = new Set(['invalid_client', 'unauthorized_client', 'unsupported_grant_type', 'server_error'])

/**
 * Whether a person is connected, by the answer to a refresh. Throws `ProviderFault('unavailable')` when it does not
 * say. Which error Naver has for a dead refresh token is not written anywhere: any that is not about us counts.
 */
export function readConnected(answer: ProviderResponse): boolean {
  const error = oauthError(answer)
  if (error !== undefined && !ofOurs.has(error)) return false
  if (answer.status !== 200 || error !== undefined) throw tokenFault('refresh', answer)
  readAs(refreshedSchema, 'Naver refresh', answer)
  return true
}
