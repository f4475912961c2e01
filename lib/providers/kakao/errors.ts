import * as v from 'valibot'
import type { ProviderRefusal } from '../../domain/visit/facts.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { tryRead } from '../wire/read-response.ts'

/** The kapi error codes that matter here. Messages may change, codes do not. */
export const kapiCode = {
  badParameter: -2,
  notConnected: -101,
  invalidToken: -401,
} as const

/**
 * Internal fault, restricted account, quota, bad credentials, time-out, maintenance: these codes say nothing about the
 * app's features, and the same call may get another response later.
 */
const transientCodes: readonly number[] = [-1, -4, -10, -401, -603, -9798]

const kapiSchema = v.object({ code: v.pipe(v.number(), v.integer()) })
const kauthSchema = v.object({ error: v.string(), error_code: v.optional(v.string()) })

/** Reads an error response. Undefined for a response in another form. */
const readError = <Schema extends v.GenericSchema>(
  schema: Schema,
  response: ProviderResponse,
): v.InferOutput<Schema> | undefined => (response.status < 400 ? undefined : tryRead(schema, response))

/** The error code of a kapi refusal, `{"msg": …, "code": -401}`. Undefined for a response without a code. */
export const kapiCodeOf = (response: ProviderResponse): number | undefined =>
  readError(kapiSchema, response)?.code

/** Whether kapi refused permanently, such as terms for an app without Kakao Sync. The same call gets no other response. */
export function isRefusedForGood(response: ProviderResponse): boolean {
  const code = kapiCodeOf(response)
  const isTransient = response.status >= 500 || [401, 408, 429].includes(response.status)
  return code !== undefined && !transientCodes.includes(code) && !isTransient
}

/** A kapi refusal as a fault. `meanings` maps the codes that are more than an outage for this call. */
export function kapiFault(
  call: string,
  response: ProviderResponse,
  meanings: Readonly<Record<number, ProviderRefusal>> = {},
): ProviderFault {
  const code = kapiCodeOf(response)
  const why = code === undefined ? undefined : meanings[code]
  return new ProviderFault(
    why ?? 'unavailable',
    `Kakao ${call} responded with ${response.status} (code ${code})`,
  )
}

/**
 * A refusal by the token endpoint as a fault. `grant_invalid` covers KOE320 (the code is unknown, used or
 * expired), KOE303 (another redirect URI) and a wrong code verifier. Every other refusal is our configuration
 * or Kakao's fault.
 */
export function kauthFault(response: ProviderResponse): ProviderFault {
  const error = readError(kauthSchema, response)
  const codes = ['KOE303', 'KOE320']
  const isGrant = error?.error === 'invalid_grant' || codes.includes(error?.error_code ?? '')
  const codeName = error?.error_code?.match(/^KOE\d+$/)?.[0] ?? 'no code'
  return new ProviderFault(
    isGrant ? 'grant_invalid' : 'unavailable',
    `Kakao token responded with ${response.status} (${codeName})`,
  )
}
