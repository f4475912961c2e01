import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from '../wire/http.ts'
import { oauthError, tryRead } from '../wire/read-answer.ts'

const descriptionSchema = v.object({ error_description: v.string() })

/**
 * Whether an answer says that what the visitor brought is unknown, used or over. Naver says so with status 200 as
 * well, and of a code that was used, is over or was made up: `invalid_request`, "no valid data in session", in place
 * of the protocol's `invalid_grant`. Whatever else it refuses is our configuration or its trouble.
 */
export function isGrantRefusal(answer: ProviderResponse): boolean {
  const error = oauthError(answer)
  const description = tryRead(descriptionSchema, answer)?.error_description ?? ''
  return (
    error === 'invalid_grant' ||
    (error === 'invalid_request' && /no valid data in session/i.test(description))
  )
}

/** What an endpoint for tokens would not do, as a fault. */
export const tokenFault = (
  call: string,
  answer: ProviderResponse,
  why: ProviderFault['why'] = 'unavailable',
): ProviderFault =>
  new ProviderFault(why, `Naver ${call} answered ${answer.status} (${oauthError(answer) ?? 'no error'})`)

/** The API's own form, and that of the gateway before it. */
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

/** The result of a call to the API: `00` is success, `024` a token that is not accepted. */
export function resultCodeOf(answer: ProviderResponse): string | undefined {
  const code = tryRead(resultSchema, answer)
  return code !== undefined && /^\d{2,3}$/.test(code) ? code : undefined
}

/** A refusal by the API as a fault. */
export function apiFault(call: string, answer: ProviderResponse): ProviderFault {
  const code = resultCodeOf(answer)
  const why = code === '024' ? 'grant_invalid' : 'unavailable'
  return new ProviderFault(why, `Naver ${call} answered ${answer.status} (code ${code})`)
}
