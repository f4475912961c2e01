import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { oauthError, tryRead } from '../wire/read-response.ts'

const descriptionSchema = v.object({ error_description: v.string() })

/**
 * Whether a response rejects the code or token as unknown, used or expired. Naver also does so with status
 * 200, and for a bad code with `invalid_request`, "no valid data in session", in place of `invalid_grant`
 * (RFC 6749, section 5.2). Every other refusal is our configuration or Naver's fault.
 */
export function isGrantRefusal(response: ProviderResponse): boolean {
  const error = oauthError(response)
  const description = tryRead(descriptionSchema, response)?.error_description ?? ''
  return (
    error === 'invalid_grant' ||
    (error === 'invalid_request' && /no valid data in session/i.test(description))
  )
}

/** A refusal by a token endpoint as a fault. */
export const tokenFault = (
  call: string,
  response: ProviderResponse,
  why: ProviderFault['why'] = 'unavailable',
): ProviderFault =>
  new ProviderFault(
    why,
    `Naver ${call} responded with ${response.status} (${oauthError(response) ?? 'no error'})`,
  )

/** The form of the API, and that of the gateway in front of it. */
const resultSchema = v.union([
  v.pipe(
    v.object({ resultcode: v.string() }),
    v.transform(({ resultcode }) => resultcode),
  ),
  v.pipe(
    v.object({ errorCode: v.string() }),
    v.transform(({ errorCode }) => errorCode),
  ),
])

/**
 * The result code of an API call: `00` success, `024` a rejected token. Undefined for a response without a
 * code.
 */
export function resultCodeOf(response: ProviderResponse): string | undefined {
  const code = tryRead(resultSchema, response)
  return code !== undefined && /^\d{2,3}$/.test(code) ? code : undefined
}

/** A refusal by the API as a fault. */
export function apiFault(call: string, response: ProviderResponse): ProviderFault {
  const code = resultCodeOf(response)
  const why = code === '024' ? 'grant_invalid' : 'unavailable'
  return new ProviderFault(why, `Naver ${call} responded with ${response.status} (code ${code})`)
}
