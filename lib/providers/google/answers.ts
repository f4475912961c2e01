import * as v from 'valibot'
import { isSubject, type Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { hasRunOut, type ProviderToken } from '../../domain/visit/provider-token.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { bearer, nonsense, oauthError, readAs } from '../wire/read-answer.ts'
import { claimsSchema, type GoogleClaims } from './profile.ts'
import type { GoogleApp } from './settings.ts'

/** Seconds, which Google writes as a number here and as text there. */
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
export type GoogleTokens = v.InferOutput<typeof tokenSchema>

/** Errors that speak of what the visitor brought; whatever else is refused is our configuration or their trouble. */
const ofTheGrant: readonly (string | undefined)[] = ['invalid_grant', 'redirect_uri_mismatch']

/** What a code was redeemed for. Throws `ProviderFault`: `grant_invalid` for a code that Google does not accept. */
export function readTokens(answer: ProviderResponse): GoogleTokens {
  const error = oauthError(answer)
  if (answer.status === 200 && error === undefined) return readAs(tokenSchema, 'Google token', answer)
  throw new ProviderFault(
    ofTheGrant.includes(error) ? 'grant_invalid' : 'unavailable',
    `Google token answered ${answer.status} (${error ?? 'no error'})`,
  )
}

const partiesSchema = v.object({ aud: v.string(), azp: v.optional(v.string()) })
const tokenInfoSchema = v.object({ sub: v.pipe(v.string(), v.guard(isSubject)), expires_in: seconds })

/**
 * Whom an access token of a mobile SDK names. A token that a person gave to some other app would sign its owner in
 * here: for whom it was issued, and who presents it, is compared before anything else of the answer is read.
 */
export function readTokenInfo(
  answer: ProviderResponse,
  { audiences }: GoogleApp,
): { subject: Subject; expiresIn: number } {
  const error = oauthError(answer)
  if (answer.status !== 200 || error !== undefined) {
    throw new ProviderFault(
      error === 'invalid_token' ? 'grant_invalid' : 'unavailable',
      `Google tokeninfo answered ${answer.status} (${error ?? 'no error'})`,
    )
  }
  const { aud, azp = aud } = readAs(partiesSchema, 'Google tokeninfo', answer)
  if (!audiences.includes(aud) || !audiences.includes(azp)) {
    throw new ProviderFault('token_not_ours', 'Google access token: it was issued to another app')
  }
  const { sub, expires_in: expiresIn } = readAs(tokenInfoSchema, 'Google tokeninfo', answer)
  return { subject: sub, expiresIn }
}

/** What an id_token tells of its person, beyond what was verified of it. */
export function readClaims(claims: Readonly<Record<string, unknown>>): GoogleClaims {
  const parsed = v.safeParse(claimsSchema, claims)
  if (!parsed.success) throw nonsense('Google id_token')
  return parsed.output
}

/** What `userinfo` tells. Throws `ProviderFault`: `grant_invalid` when it does not know the access token. */
export function readUserinfo(answer: ProviderResponse): GoogleClaims {
  if (answer.status === 200) return readAs(claimsSchema, 'Google userinfo', answer)
  const why = answer.status === 401 ? 'grant_invalid' : 'unavailable'
  throw new ProviderFault(why, `Google userinfo answered ${answer.status}`)
}

/**
 * What came of revoking. A token that Google does not know any more was revoked before, by us or by the person, unless
 * it simply ran out: then the connection stands, and nothing is left to end it with.
 */
export function readRevoked(answer: ProviderResponse, kept: ProviderToken): 'ended' | 'not_revocable' {
  const error = oauthError(answer)
  if (answer.status === 200 && error === undefined) {
    // An empty object: a page with status 200 comes from something that stands in Google's place.
    readAs(v.object({}), 'Google revoke', answer)
    return 'ended'
  }
  if (error !== 'invalid_token') {
    throw new ProviderFault('unavailable', `Google revoke answered ${answer.status} (${error ?? 'no error'})`)
  }
  return hasRunOut(kept, new Date()) ? 'not_revocable' : 'ended'
}
