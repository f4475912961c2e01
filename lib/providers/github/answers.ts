import * as v from 'valibot'
import type { Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { bearer, oauthError, readAs, tryRead } from '../wire/read-answer.ts'
import { emailsSchema, type GithubEmails, type GithubUser, githubId, userSchema } from './profile.ts'

const seconds = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const tokenSchema = v.object({
  token_type: v.pipe(v.string(), v.toLowerCase(), v.literal('bearer')),
  access_token: bearer,
  expires_in: v.optional(seconds),
  refresh_token: v.optional(bearer),
  refresh_token_expires_in: v.optional(seconds),
})
export type GithubTokens = v.InferOutput<typeof tokenSchema>

/** Errors that speak of what was brought; whatever else is refused is our configuration or their trouble. */
const ofTheGrant: readonly (string | undefined)[] = [
  'bad_verification_code',
  'bad_refresh_token',
  'invalid_grant',
  'redirect_uri_mismatch',
  'incorrect_code_verifier',
]

/**
 * What a code or a refresh token was redeemed for. GitHub refuses with status 200. Throws `ProviderFault`:
 * `grant_invalid` for a code or token that GitHub does not accept, else `unavailable`.
 */
export function readTokens(answer: ProviderResponse): GithubTokens {
  const error = oauthError(answer)
  if (answer.status === 200 && error === undefined) return readAs(tokenSchema, 'GitHub token', answer)
  throw new ProviderFault(
    ofTheGrant.includes(error) ? 'grant_invalid' : 'unavailable',
    `GitHub token answered ${answer.status} (${error ?? 'no error'})`,
  )
}

/** Who holds a token. Throws `ProviderFault`: `grant_invalid` when GitHub does not know the token any more. */
export function readUser(answer: ProviderResponse): GithubUser {
  if (answer.status === 200) return readAs(userSchema, 'GitHub user', answer)
  const why = answer.status === 401 ? 'grant_invalid' : 'unavailable'
  throw new ProviderFault(why, `GitHub user answered ${answer.status}`)
}

const messageSchema = v.object({ message: v.string() })

/** What GitHub says of addresses. `refused`: the person took `user:email` out of what was asked for. */
export type ReadEmails = GithubEmails | 'refused' | 'not_ours_to_read'

/** One page of addresses. A limit that is reached looks nearly like an answer, and is an outage. */
export function readEmails(answer: ProviderResponse): ReadEmails {
  if (answer.status === 200) return readAs(emailsSchema, 'GitHub emails', answer)
  if (answer.status === 404 && tryRead(messageSchema, answer) !== undefined) return 'refused'
  // A GitHub App whose owner did not give it the permission: nothing that the visitor could do about.
  const isWithheld = /^Resource not accessible by/.test(tryRead(messageSchema, answer)?.message ?? '')
  if (answer.status === 403 && isWithheld) return 'not_ours_to_read'
  const why = answer.status === 401 ? 'grant_invalid' : 'unavailable'
  throw new ProviderFault(why, `GitHub emails answered ${answer.status}`)
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
 * Whom an access token of ours names. A token that a person gave to some other app would sign its owner in here:
 * GitHub says 404 of every token that is not ours, be it somebody else's or nobody's.
 */
export function readChecked(
  answer: ProviderResponse,
  clientId: string,
): { subject: Subject; expiresAt: Date | undefined } {
  const isKnown = answer.status === 200
  const saysNo = [404, 422].includes(answer.status) && tryRead(messageSchema, answer) !== undefined
  if (!isKnown && !saysNo) {
    throw new ProviderFault('unavailable', `GitHub token check answered ${answer.status}`)
  }
  if (!isKnown || readAs(ownerSchema, 'GitHub token check', answer).app.client_id !== clientId) {
    throw new ProviderFault('token_not_ours', 'GitHub access token: it was not issued to our app')
  }
  const { user, expires_at } = readAs(checkedSchema, 'GitHub token check', answer)
  return { subject: user.id, expiresAt: expires_at ?? undefined }
}

/** Whether a grant was ended; false when GitHub does not know the token that should have ended it. */
export function readEnded(answer: ProviderResponse): boolean {
  if (answer.status === 204) return true
  if ([404, 422].includes(answer.status) && tryRead(messageSchema, answer) !== undefined) return false
  throw new ProviderFault('unavailable', `GitHub grant answered ${answer.status}`)
}
