import * as v from 'valibot'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from './http.ts'
import { readJson } from './json.ts'

/** A token as it may stand in a header (RFC 6750, section 2.1). */
export const bearer = v.pipe(v.string(), v.regex(/^[\w.~+/-]{1,2048}=*$/))

/** Whether a value can be an access token at all; whatever else a client sends is not worth a call. */
export const isBearer = (value: string): boolean => v.is(bearer, value)

/** An answer that cannot be meant; `call` names the provider and what it was asked. */
export const nonsense = (call: string): ProviderFault =>
  new ProviderFault('unavailable', `${call} answered something unexpected`)

/** Reads an answer of a known form; throws `ProviderFault('unavailable')` for another. */
export function readAs<Schema extends v.GenericSchema>(
  schema: Schema,
  call: string,
  answer: ProviderResponse,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, readJson(answer))
  if (!parsed.success) throw nonsense(call)
  return parsed.output
}

/** What an answer says in a known form; undefined when it says nothing in it, or comes from a server in trouble. */
export function tryRead<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: ProviderResponse,
): v.InferOutput<Schema> | undefined {
  if (answer.status >= 500) return undefined
  try {
    const parsed = v.safeParse(schema, readJson(answer))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}

const errorSchema = v.object({ error: v.string() })

/**
 * The error of a refusal (RFC 6749, section 5.2), whatever its status. Words of the protocol alone are told: a
 * description, or a word that is none, may quote what was sent.
 */
export function oauthError(answer: ProviderResponse): string | undefined {
  const said = tryRead(errorSchema, answer)?.error
  return said === undefined ? undefined : /^[a-z_]{1,40}$/.test(said) ? said : 'no word'
}
