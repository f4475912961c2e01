import * as v from 'valibot'
import { ProviderFault } from '../domain/provider-fault.ts'
import type { ProviderAnswer } from './http.ts'
import { readJson } from './json.ts'
import { apiFault, refusalIn, resultCodeOf, tokenFault } from './naver-errors.ts'
import { type NaverUser, profileSchema } from './naver-profile.ts'

/** A token as it may stand in a header (RFC 6750, section 2.1): Naver's have `+`, `/` and `=`. */
const bearer = v.pipe(v.string(), v.regex(/^[\w.~+/-]{1,2048}=*$/))

/** `expires_in` is text, and not needed. */
const tokenSchema = v.object({
  token_type: v.pipe(v.string(), v.toLowerCase(), v.literal('bearer')),
  access_token: bearer,
  refresh_token: v.optional(bearer),
  id_token: v.pipe(v.string(), v.minLength(1)),
})

/** What a code was redeemed for. */
export interface NaverTokens {
  readonly accessToken: string
  readonly idToken: string
  /** What ends the connection later. */
  readonly refreshToken?: string
}

const nonsense = (call: string): ProviderFault =>
  new ProviderFault('unavailable', `Naver ${call} answered something unexpected`)

/**
 * Reads the answer to a code. Throws `ProviderFault`: `grant_invalid` when Naver does not accept the code, also in
 * an answer with status 200, else `unavailable`.
 */
export function readTokens(answer: ProviderAnswer): NaverTokens {
  if (answer.status !== 200 || refusalIn(answer) !== undefined) throw tokenFault(answer)
  const parsed = v.safeParse(tokenSchema, readJson(answer))
  if (!parsed.success) throw nonsense('token')
  const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = parsed.output
  return { accessToken, idToken, ...(refreshToken !== undefined && { refreshToken }) }
}

const envelopeSchema = v.object({ resultcode: v.literal('00'), response: profileSchema })

/**
 * Takes the person out of the envelope of `/v1/nid/me`. Throws `ProviderFault`: `grant_invalid` when the access
 * token is not accepted, else `unavailable`.
 */
export function readUser(answer: ProviderAnswer): NaverUser {
  if (answer.status !== 200 || resultCodeOf(answer) === '024') throw apiFault('me', answer)
  const parsed = v.safeParse(envelopeSchema, readJson(answer))
  if (!parsed.success) throw nonsense('me')
  return parsed.output.response
}

/**
 * Makes sure that a connection has ended. Success is status 200 with nothing to read; a token that Naver does not
 * know any more is as good. Throws `ProviderFault('unavailable')`.
 */
export function readRevoked(answer: ProviderAnswer): void {
  const refusal = refusalIn(answer)
  if (refusal?.isGrant === true || refusal?.error === 'invalid_token') return
  if (answer.status !== 200 || refusal !== undefined) {
    const said = refusal?.error ?? 'no error'
    throw new ProviderFault('unavailable', `Naver revoke answered ${answer.status} (${said})`)
  }
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
export function readConnected(answer: ProviderAnswer): boolean {
  const refusal = refusalIn(answer)
  if (refusal !== undefined && !ofOurs.has(refusal.error)) return false
  if (answer.status !== 200 || refusal !== undefined) {
    const said = refusal?.error ?? 'no error'
    throw new ProviderFault('unavailable', `Naver refresh answered ${answer.status} (${said})`)
  }
  if (!v.is(refreshedSchema, readJson(answer))) throw nonsense('refresh')
  return true
}
