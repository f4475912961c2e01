import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import type { TermsAnswer } from '../../domain/values/evidence.ts'
import { isSubject, type Subject } from '../../domain/values/identity.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { bearer, nonsense as oddAnswer, readAs as readAnswerAs } from '../wire/read-answer.ts'
import { isRefusedForGood, kapiCode, kapiCodeOf, kapiFault, kauthFault } from './errors.ts'

const isKakaoId = (value: unknown): value is Subject => /^[1-9]\d{0,18}$/.test(`${value}`) && isSubject(value)

/** A number that may exceed 2^53, read losslessly: always as text from here on. */
const numberText = v.pipe(
  v.union([v.pipe(v.number(), v.safeInteger()), v.string()]),
  v.transform((value) => `${value}`),
)

/** The id of a person in our app, a positive 64-bit number, as text. */
export const kakaoId = v.pipe(numberText, v.guard(isKakaoId))

const nonsense = (call: string): ProviderFault => oddAnswer(`Kakao ${call}`)

/** The subject of a verified id_token; throws `ProviderFault('unavailable')` for what is no id of Kakao's. */
export function kakaoSubject(subject: Subject): Subject {
  if (!isKakaoId(subject)) throw nonsense('id_token')
  return subject
}

/** Reads an answer of a known form; throws `ProviderFault('unavailable')` for another. */
export const readAs = <Schema extends v.GenericSchema>(
  schema: Schema,
  call: string,
  answer: ProviderResponse,
): v.InferOutput<Schema> => readAnswerAs(schema, `Kakao ${call}`, answer)

const tokenSchema = v.object({
  token_type: v.pipe(v.string(), v.toLowerCase(), v.literal('bearer')),
  access_token: bearer,
  id_token: v.pipe(v.string(), v.minLength(1)),
})

/**
 * What a code was redeemed for. Throws `ProviderFault`: `grant_invalid` when Kakao does not accept the
 * code, else `unavailable`, also when OpenID Connect is not switched on in the console.
 */
export function readTokens(answer: ProviderResponse): { accessToken: string; idToken: string } {
  if (answer.status !== 200) throw kauthFault(answer)
  const tokens = readAs(tokenSchema, 'token', answer)
  return { accessToken: tokens.access_token, idToken: tokens.id_token }
}

const issuedToSchema = v.object({ app_id: numberText })
const tokenInfoSchema = v.object({
  id: kakaoId,
  expires_in: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
})

/**
 * Whom an access token of a mobile SDK names. An access token says nothing of its audience, so a token that
 * a person gave to some other app would sign its owner in here: the app that it was issued to is compared
 * before anything else of the answer is read. Throws `ProviderFault`.
 */
export function readTokenInfo(
  answer: ProviderResponse,
  appId: string,
): { subject: Subject; expiresIn: number } {
  if (answer.status !== 200) {
    throw kapiFault('access_token_info', answer, {
      [kapiCode.invalidToken]: 'grant_invalid',
      [kapiCode.badParameter]: 'grant_invalid',
    })
  }
  if (readAs(issuedToSchema, 'access_token_info', answer).app_id !== appId) {
    throw new ProviderFault('token_not_ours', 'Kakao access token: it was issued to another app')
  }
  const info = readAs(tokenInfoSchema, 'access_token_info', answer)
  return { subject: info.id, expiresIn: info.expires_in }
}

const doneSchema = v.object({ id: kakaoId })

/**
 * Makes sure that Kakao ended what it was asked to end, for that person. That nobody is connected is as
 * good as done. Throws `ProviderFault('unavailable')`.
 */
export function readDone(call: string, answer: ProviderResponse, subject: Subject): void {
  if (kapiCodeOf(answer) === kapiCode.notConnected) return
  if (answer.status !== 200) throw kapiFault(call, answer)
  if (readAs(doneSchema, call, answer).id !== subject) throw nonsense(call)
}

/**
 * Whether Kakao knows a person as connected to our app; nothing else of the answer is read. Throws
 * `ProviderFault('unavailable')` when it does not say.
 */
export function readConnected(answer: ProviderResponse, subject: Subject): boolean {
  if (kapiCodeOf(answer) === kapiCode.notConnected) return false
  if (answer.status !== 200) throw kapiFault('user/me', answer)
  if (readAs(doneSchema, 'user/me', answer).id !== subject) throw nonsense('user/me')
  return true
}

const revokedSchema = v.object({
  revoked_service_terms: v.array(v.object({ tag: v.string(), agreed: v.boolean() })),
})

/** The same for terms: each must be among those that are not agreed to any more. */
export function readRevoked(answer: ProviderResponse, subject: Subject, tags: readonly string[]): void {
  readDone('revoke/service_terms', answer, subject)
  if (answer.status !== 200) return
  const { revoked_service_terms: rows } = readAs(revokedSchema, 'revoke/service_terms', answer)
  const gone = (tag: string) => rows.some((row) => row.tag === tag && !row.agreed)
  if (!tags.every(gone)) throw nonsense('revoke/service_terms')
}

const upgradedSchema = v.object({
  agreed_service_terms: v.array(v.object({ tag: v.string(), agreed: v.boolean() })),
})

/** Kakao has recorded agreements to all of these terms. Throws `ProviderFault` when it does not say so. */
export function readUpgraded(answer: ProviderResponse, subject: Subject, tags: readonly string[]): void {
  if (answer.status !== 200) throw kapiFault('upgrade/service_terms', answer)
  readDone('upgrade/service_terms', answer, subject)
  const { agreed_service_terms: rows } = readAs(upgradedSchema, 'upgrade/service_terms', answer)
  const isThere = (tag: string) => rows.some((row) => row.tag === tag && row.agreed)
  if (!tags.every(isThere)) throw nonsense('upgrade/service_terms')
}

const termsSchema = v.object({
  id: kakaoId,
  service_terms: v.array(
    v.object({
      tag: v.pipe(v.string(), v.nonEmpty()),
      agreed: v.boolean(),
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
 * The answers to the app's terms. An app without Kakao Sync has none, and Kakao refuses the question with a
 * code: an empty list. Throws `ProviderFault('unavailable')` when Kakao should have told and did not.
 */
export function readTerms(answer: ProviderResponse, subject: Subject): readonly TermsAnswer[] {
  if (isRefusedForGood(answer)) return []
  if (answer.status !== 200) throw kapiFault('service_terms', answer)
  const { id, service_terms } = readAs(termsSchema, 'service_terms', answer)
  if (id !== subject) throw nonsense('service_terms')
  return service_terms.map(({ tag, agreed, agreed_at }) => ({
    tag,
    agreed,
    ...defined({ agreedAt: agreed_at }),
  }))
}
