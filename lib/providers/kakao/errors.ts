import * as v from 'valibot'
import type { ProviderRefusal } from '../../domain/visit/facts.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { tryRead } from '../wire/read-answer.ts'

/** Error codes of kapi that mean something to us; messages may change, codes do not. */
export const kapiCode = {
  badParameter: -2,
  notConnected: -101,
  invalidToken: -401,
} as const

/** Internal fault, quota, bad credentials, time-out, maintenance: these say nothing of the app's features. */
const passing: readonly number[] = [-1, -10, -401, -603, -9798]

const kapiSchema = v.object({ code: v.pipe(v.number(), v.integer()) })
const kauthSchema = v.object({ error: v.string(), error_code: v.optional(v.string()) })

/** What an answer other than 200 says; undefined when it does not say it in Kakao's form. */
const readError = <Schema extends v.GenericSchema>(
  schema: Schema,
  answer: ProviderResponse,
): v.InferOutput<Schema> | undefined => (answer.status < 400 ? undefined : tryRead(schema, answer))

/** The error code of a refusal by kapi, `{"msg": …, "code": -401}`; undefined when it is no proper refusal. */
export const kapiCodeOf = (answer: ProviderResponse): number | undefined =>
  readError(kapiSchema, answer)?.code

/** Whether kapi said for good that the app cannot have something, such as terms without Kakao Sync. */
export function isRefusedForGood(answer: ProviderResponse): boolean {
  const code = kapiCodeOf(answer)
  return code !== undefined && !passing.includes(code) && ![401, 408, 429].includes(answer.status)
}

/** A refusal by kapi as a fault. `meanings` says which codes are more than an outage for this call. */
export function kapiFault(
  call: string,
  answer: ProviderResponse,
  meanings: Readonly<Record<number, ProviderRefusal>> = {},
): ProviderFault {
  const code = kapiCodeOf(answer)
  const why = code === undefined ? undefined : meanings[code]
  return new ProviderFault(why ?? 'unavailable', `Kakao ${call} answered ${answer.status} (code ${code})`)
}

/**
 * A refusal by the token endpoint as a fault. `invalid_grant` covers KOE320 (the code is unknown, used or
 * expired), KOE303 (another redirect URI) and a wrong code verifier; whatever else is refused is our
 * configuration or their trouble, and not the visitor's.
 */
export function kauthFault(answer: ProviderResponse): ProviderFault {
  const said = readError(kauthSchema, answer)
  const codes = ['KOE303', 'KOE320']
  const isGrant = said?.error === 'invalid_grant' || codes.includes(said?.error_code ?? '')
  const named = said?.error_code?.match(/^KOE\d+$/)?.[0] ?? 'no code'
  return new ProviderFault(
    isGrant ? 'grant_invalid' : 'unavailable',
    `Kakao token answered ${answer.status} (${named})`,
  )
}
