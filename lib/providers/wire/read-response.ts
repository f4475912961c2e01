import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from './http.ts'
import { readJsonResponse } from './json.ts'

/** A token in the form that a header allows (RFC 6750, section 2.1). */
export const bearer = v.pipe(v.string(), v.regex(/^[\w.~+/-]{1,2048}=*$/))

/** Whether a value has the form of an access token. Another value is not worth a call. */
export const isBearer = (value: string): boolean => v.is(bearer, value)

/** The fault for a malformed response. `call` names the provider and the call. */
export const nonsense = (call: string): ProviderFault =>
  new ProviderFault('unavailable', `${call} sent an unexpected response`)

/**
 * Reads a response with a schema; `call` names the provider and the call. Throws
 * `ProviderFault('unavailable')` for a response in another form.
 */
export function readAs<Schema extends v.GenericSchema>(
  schema: Schema,
  call: string,
  response: ProviderResponse,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, readJsonResponse(response))
  if (!parsed.success) throw nonsense(call)
  return parsed.output
}

/** Reads a response with a schema. Undefined for a response in another form, and for every 5xx. */
export function tryRead<Schema extends v.GenericSchema>(
  schema: Schema,
  response: ProviderResponse,
): v.InferOutput<Schema> | undefined {
  if (response.status >= 500) return undefined
  try {
    const parsed = v.safeParse(schema, readJsonResponse(response))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

const errorSchema = v.object({ error: v.string() })

/**
 * The `error` of a refusal (RFC 6749, section 5.2), at any status. Only protocol words are passed on, since
 * other text may quote what was sent.
 */
export function oauthError(response: ProviderResponse): string | undefined {
  const error = tryRead(errorSchema, response)?.error
  return error === undefined ? undefined : /^[a-z_]{1,40}$/.test(error) ? error : 'no word'
}

/**
 * Whether a provider refuses a call for good: with status 200, 400 or 404 and an OAuth error that is not among
 * `ownErrors`, which say something about us or about the moment.
 */
export function isOAuthRefusedForGood(response: ProviderResponse, ownErrors: ReadonlySet<string>): boolean {
  const error = oauthError(response)
  return [200, 400, 404].includes(response.status) && error !== undefined && !ownErrors.has(error)
}
