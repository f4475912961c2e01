import * as v from 'valibot'
import type { Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { bearer, oauthError, readAs, tryRead } from '../wire/read-response.ts'
import { emailsSchema, type GithubEmails, type GithubUser, githubId, userSchema } from './profile.ts'

const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const tokenSchema = v.object({
  token_type: v.pipe(v.string(), v.toLowerCase(), v.literal('bearer')),
  access_token: bearer,
  expires_in: v.optional(seconds),
  refresh_token: v.optional(bearer),
  refresh_token_expires_in: v.optional(seconds),
})
/** The token response of GitHub. Lifetimes are in seconds. */
export type GithubTokens = v.InferOutput<typeof tokenSchema>

/** Error codes about the code or token itself. Every other error is our configuration or GitHub's fault. */
const grantErrors: readonly (string | undefined)[] = [
  'bad_verification_code',
  'bad_refresh_token',
  'invalid_grant',
  'redirect_uri_mismatch',
  'incorrect_code_verifier',
]

/**
 * Reads the tokens that a code or a refresh token was redeemed for. GitHub reports errors with status 200
 * (docs.github.com, "Authorizing OAuth apps"). Throws `ProviderFault`: `grant_invalid` for a code or token
 * that GitHub rejects, else `unavailable`.
 */
export function readTokens(response: ProviderResponse): GithubTokens {
  const error = oauthError(response)
  if (response.status === 200 && error === undefined) return readAs(tokenSchema, 'GitHub token', response)
  throw new ProviderFault(
    grantErrors.includes(error) ? 'grant_invalid' : 'unavailable',
    `GitHub token responded with ${response.status} (${error ?? 'no error'})`,
  )
}

/**
 * Reads the holder of an access token (`GET /user`). Throws `ProviderFault`: `grant_invalid` for a token that
 * GitHub no longer knows, else `unavailable`.
 */
export function readUser(response: ProviderResponse): GithubUser {
  if (response.status === 200) return readAs(userSchema, 'GitHub user', response)
  const why = response.status === 401 ? 'grant_invalid' : 'unavailable'
  throw new ProviderFault(why, `GitHub user responded with ${response.status}`)
}

const messageSchema = v.object({ message: v.string() })

/**
 * One page of addresses. `refused`: the visitor removed `user:email` from the requested scopes.
 * `not_ours_to_read`: the GitHub App lacks the permission.
 */
export type ReadEmails = GithubEmails | 'refused' | 'not_ours_to_read'

/**
 * Reads one page of `GET /user/emails`. A rate limit resembles a missing permission, but counts as an outage.
 * Throws `ProviderFault`: `grant_invalid` for status 401, else `unavailable`.
 */
export function readEmails(response: ProviderResponse): ReadEmails {
  if (response.status === 200) return readAs(emailsSchema, 'GitHub emails', response)
  if (response.status === 404 && tryRead(messageSchema, response) !== undefined) return 'refused'
  // The owner of a GitHub App has not granted the permission, and the visitor cannot change that.
  const isWithheld = /^Resource not accessible by/.test(tryRead(messageSchema, response)?.message ?? '')
  if (response.status === 403 && isWithheld) return 'not_ours_to_read'
  const why = response.status === 401 ? 'grant_invalid' : 'unavailable'
  throw new ProviderFault(why, `GitHub emails responded with ${response.status}`)
}

const ownerSchema = v.object({ app: v.object({ client_id: v.string() }) })
const checkedSchema = v.object({
  user: v.object({ id: githubId }),
  expires_at: v.nullish(
    v.pipe(
      v.string(),
      v.isoTimestamp(),
      v.transform((at) => new Date(at)),
    ),
  ),
})

/**
 * Reads the holder of one of our access tokens (`POST /applications/{client_id}/token`): the subject, and the
 * expiry where there is one. A token issued to another app would sign its owner in here; GitHub responds 404
 * to every token that is not ours. Throws `ProviderFault`: `token_not_ours`, else `unavailable`.
 */
export function readChecked(
  response: ProviderResponse,
  clientId: string,
): { subject: Subject; expiresAt: Date | undefined } {
  const isOurs = response.status === 200
  const isNotOurs = [404, 422].includes(response.status) && tryRead(messageSchema, response) !== undefined
  if (!isOurs && !isNotOurs) {
    throw new ProviderFault('unavailable', `GitHub token check responded with ${response.status}`)
  }
  if (!isOurs || readAs(ownerSchema, 'GitHub token check', response).app.client_id !== clientId) {
    throw new ProviderFault('token_not_ours', 'GitHub access token was not issued to our app')
  }
  const { user, expires_at } = readAs(checkedSchema, 'GitHub token check', response)
  return { subject: user.id, expiresAt: expires_at ?? undefined }
}

/**
 * Whether a grant was ended (`DELETE /applications/{client_id}/grant`). False: GitHub does not know the
 * token. Throws `ProviderFault('unavailable')` for every other response.
 */
export function readEnded(response: ProviderResponse): boolean {
  if (response.status === 204) return true
  if ([404, 422].includes(response.status) && tryRead(messageSchema, response) !== undefined) return false
  throw new ProviderFault('unavailable', `GitHub grant responded with ${response.status}`)
}
