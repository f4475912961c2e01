import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import type { TermsAnswer } from '../../domain/values/evidence.ts'
import { isSubject, type Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { bearer, readAs as readResponseAs, nonsense as unexpectedResponse } from '../wire/read-response.ts'
import { isRefusedForGood, kapiCode, kapiCodeOf, kapiFault, kauthFault } from './errors.ts'

const isKakaoId = (value: unknown): value is Subject => /^[1-9]\d{0,18}$/.test(`${value}`) && isSubject(value)

/** A number that may exceed 2^53, parsed losslessly, as text. */
const numberText = v.pipe(
  v.union([v.pipe(v.number(), v.safeInteger()), v.string()]),
  v.transform((value) => `${value}`),
)

/** The id of a person in our app as text: a positive 64-bit number. */
export const kakaoId = v.pipe(numberText, v.guard(isKakaoId))

const nonsense = (call: string): ProviderFault => unexpectedResponse(`Kakao ${call}`)

/**
 * Checks the subject of a verified id_token and gives it. Throws `ProviderFault('unavailable')` for anything
 * but a Kakao id.
 */
export function kakaoSubject(subject: Subject): Subject {
  if (!isKakaoId(subject)) throw nonsense('id_token')
  return subject
}

/**
 * Reads a response with a schema; `call` names the call. Throws `ProviderFault('unavailable')` for a response
 * in another form.
 */
export const readKakaoResponse = <Schema extends v.GenericSchema>(
  schema: Schema,
  call: string,
  response: ProviderResponse,
): v.InferOutput<Schema> => readResponseAs(schema, `Kakao ${call}`, response)

const tokenSchema = v.object({
  token_type: v.pipe(v.string(), v.toLowerCase(), v.literal('bearer')),
  access_token: bearer,
  id_token: v.pipe(v.string(), v.minLength(1)),
})

/**
 * Reads the tokens that a code was redeemed for. Throws `ProviderFault`: `grant_invalid` for a code that
 * Kakao rejects, else `unavailable`, also when the console has OpenID Connect switched off.
 */
export function readTokens(response: ProviderResponse): { accessToken: string; idToken: string } {
  if (response.status !== 200) throw kauthFault(response)
  const tokens = readKakaoResponse(tokenSchema, 'token', response)
  return { accessToken: tokens.access_token, idToken: tokens.id_token }
}

const issuedToSchema = v.object({ app_id: numberText })
const tokenInfoSchema = v.object({
  id: kakaoId,
  expires_in: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
})

/**
 * Reads the holder of a mobile SDK's access token (`access_token_info`). The token itself names no audience,
 * and a token issued to another app would sign its owner in here, so `app_id` is compared before the rest is
 * read. Throws `ProviderFault`: `token_not_ours`, `grant_invalid` for an invalid token, else `unavailable`.
 */
export function readTokenInfo(
  response: ProviderResponse,
  appId: string,
): { subject: Subject; expiresIn: number } {
  if (response.status !== 200) {
    throw kapiFault('access_token_info', response, {
      [kapiCode.invalidToken]: 'grant_invalid',
      [kapiCode.badParameter]: 'grant_invalid',
    })
  }
  if (readKakaoResponse(issuedToSchema, 'access_token_info', response).app_id !== appId) {
    throw new ProviderFault('token_not_ours', 'Kakao access token was issued to another app')
  }
  const info = readKakaoResponse(tokenInfoSchema, 'access_token_info', response)
  return { subject: info.id, expiresIn: info.expires_in }
}

const doneSchema = v.object({ id: kakaoId })

/**
 * Checks that Kakao did the call for the named person. A person who is not connected counts as done. Throws
 * `ProviderFault('unavailable')`.
 */
export function readDone(call: string, response: ProviderResponse, subject: Subject): void {
  if (kapiCodeOf(response) === kapiCode.notConnected) return
  if (response.status !== 200) throw kapiFault(call, response)
  if (readKakaoResponse(doneSchema, call, response).id !== subject) throw nonsense(call)
}

/**
 * Whether a person is connected to our app, by the response of `user/me`. Throws
 * `ProviderFault('unavailable')` when the response does not tell.
 */
export function readConnected(response: ProviderResponse, subject: Subject): boolean {
  if (kapiCodeOf(response) === kapiCode.notConnected) return false
  if (response.status !== 200) throw kapiFault('user/me', response)
  if (readKakaoResponse(doneSchema, 'user/me', response).id !== subject) throw nonsense('user/me')
  return true
}

const revokedSchema = v.object({
  revoked_service_terms: v.array(v.object({ tag: v.string(), agreed: v.boolean() })),
})

/**
 * Checks that Kakao ended the connection of the named person. `not_revocable`: Kakao refuses for good. Throws
 * `ProviderFault('unavailable')`.
 */
export function readUnlinked(response: ProviderResponse, subject: Subject): 'ended' | 'not_revocable' {
  if (kapiCodeOf(response) !== kapiCode.notConnected && isRefusedForGood(response)) return 'not_revocable'
  readDone('unlink', response, subject)
  return 'ended'
}

/**
 * Checks that Kakao revoked all named terms for the named person. `refused`: Kakao refuses for good. Throws
 * `ProviderFault('unavailable')`.
 */
export function readRevoked(
  response: ProviderResponse,
  subject: Subject,
  tags: readonly string[],
): 'released' | 'refused' {
  if (kapiCodeOf(response) === kapiCode.notConnected) return 'released'
  if (isRefusedForGood(response)) return 'refused'
  readDone('revoke/service_terms', response, subject)
  const { revoked_service_terms: rows } = readKakaoResponse(revokedSchema, 'revoke/service_terms', response)
  const isRevoked = (tag: string) => rows.some((row) => row.tag === tag && !row.agreed)
  if (!tags.every(isRevoked)) throw nonsense('revoke/service_terms')
  return 'released'
}

const upgradedSchema = v.object({
  agreed_service_terms: v.array(v.object({ tag: v.string(), agreed: v.boolean() })),
})

/** Checks that Kakao recorded agreements to all named terms. Throws `ProviderFault('unavailable')`. */
export function readUpgraded(response: ProviderResponse, subject: Subject, tags: readonly string[]): void {
  if (response.status !== 200) throw kapiFault('upgrade/service_terms', response)
  readDone('upgrade/service_terms', response, subject)
  const { agreed_service_terms: rows } = readKakaoResponse(upgradedSchema, 'upgrade/service_terms', response)
  const isAgreed = (tag: string) => rows.some((row) => row.tag === tag && row.agreed)
  if (!tags.every(isAgreed)) throw nonsense('upgrade/service_terms')
}

const termsSchema = v.object({
  id: kakaoId,
  service_terms: v.array(
    v.object({
      tag: v.pipe(v.string(), v.nonEmpty()),
      agreed: v.boolean(),
      revocable: v.fallback(v.optional(v.boolean()), undefined),
      agreed_at: v.fallback(
        v.optional(
          v.pipe(
            v.string(),
            v.isoTimestamp(),
            v.transform((at) => new Date(at)),
          ),
        ),
        undefined,
      ),
    }),
  ),
})

/**
 * The app's terms with a person's answers. An app without Kakao Sync has no terms, and Kakao refuses the call for good:
 * an empty list. Throws `ProviderFault('unavailable')` for every other failure.
 */
function termsIn(response: ProviderResponse, subject: Subject) {
  if (isRefusedForGood(response)) return []
  if (response.status !== 200) throw kapiFault('service_terms', response)
  const { id, service_terms } = readKakaoResponse(termsSchema, 'service_terms', response)
  if (id !== subject) throw nonsense('service_terms')
  return service_terms
}

/** The terms that a person agreed to and may take back at Kakao. Throws as `readTerms` does. */
export const readRevocableTerms = (response: ProviderResponse, subject: Subject): readonly string[] =>
  termsIn(response, subject)
    .filter(({ agreed, revocable }) => agreed && revocable === true)
    .map(({ tag }) => tag)

/**
 * Reads the agreements to the app's terms (`service_terms`); none without Kakao Sync. Throws
 * `ProviderFault('unavailable')`.
 */
export const readTerms = (response: ProviderResponse, subject: Subject): readonly TermsAnswer[] =>
  termsIn(response, subject).map(({ tag, agreed, agreed_at }) => ({
    tag,
    agreed,
    source: 'kakao_sync',
    ...defined({ agreedAt: agreed_at }),
  }))
