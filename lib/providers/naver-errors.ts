import * as v from 'valibot'
import { ProviderFault } from '../domain/provider-fault.ts'
import type { ProviderAnswer } from './http.ts'
import { readJson } from './json.ts'

/** Naver refuses with status 200 as well, so that the body is looked at whatever the status says. */
const tokenErrorSchema = v.object({ error: v.string(), error_description: v.optional(v.string(), '') })
/** The API's own form, and that of the gateway before it. */
const apiErrorSchema = v.union([
  v.pipe(
    v.object({ resultcode: v.string() }),
    v.transform(({ resultcode }) => resultcode),
  ),
  v.pipe(
    v.object({ errorCode: v.string() }),
    v.transform(({ errorCode }) => errorCode),
  ),
])

function tryRead<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: ProviderAnswer,
): v.InferOutput<Schema> | undefined {
  if (answer.status >= 500) return undefined
  try {
    const parsed = v.safeParse(schema, readJson(answer))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

/** Words of the protocol alone may be told: a description may quote what was sent. */
const word = (text: string): string => (/^[a-z_]{1,40}$/.test(text) ? text : 'no word')

/** A refusal by an endpoint for tokens: the error, and whether it speaks of what the visitor brought. */
export interface NaverRefusal {
  readonly error: string
  /** The code, or the token, is unknown, used or over. What else is refused is our configuration or their trouble. */
  readonly isGrant: boolean
}

/**
 * What an endpoint for tokens refused; undefined when it refused nothing. A code that was used, is over or was made
 * up is `invalid_request` with "no valid data in session", in place of the protocol's `invalid_grant`.
 */
export function refusalIn(answer: ProviderAnswer): NaverRefusal | undefined {
  const said = tryRead(tokenErrorSchema, answer)
  if (said === undefined) return undefined
  const { error, error_description: description } = said
  const isGrant =
    error === 'invalid_grant' ||
    (error === 'invalid_request' && /no valid data in session/i.test(description))
  return { error: word(error), isGrant }
}

/** What stopped a code from being redeemed, as a fault. */
export function tokenFault(answer: ProviderAnswer): ProviderFault {
  const refusal = refusalIn(answer)
  const why = refusal?.isGrant === true ? 'grant_invalid' : 'unavailable'
  return new ProviderFault(why, `Naver token answered ${answer.status} (${refusal?.error ?? 'no error'})`)
}

/** The result of a call to the API: `00` is success, `024` a token that is not accepted. */
export const resultCodeOf = (answer: ProviderAnswer): string | undefined => {
  const code = tryRead(apiErrorSchema, answer)
  return code !== undefined && /^\d{2,3}$/.test(code) ? code : undefined
}

/** A refusal by the API as a fault. */
export function apiFault(call: string, answer: ProviderAnswer): ProviderFault {
  const code = resultCodeOf(answer)
  const why = code === '024' ? 'grant_invalid' : 'unavailable'
  return new ProviderFault(why, `Naver ${call} answered ${answer.status} (code ${code})`)
}
