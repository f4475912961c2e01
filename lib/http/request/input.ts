import * as v from 'valibot'
import { isProviderId, type ProviderId } from '../../domain/values/identity.ts'
import { isSessionId, type SessionId } from '../../domain/values/ids.ts'
import { type InputFault, Problem } from '../../domain/values/problem.ts'
import { readJson } from './json-body.ts'
import type { Request } from './request.ts'

const pointerOf = (issue: v.BaseIssue<unknown>): string =>
  (issue.path ?? [])
    .map(({ key }) => `/${String(key).slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')

/** What is wrong, without repeating what was sent. */
function detailOf(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'is not known here'
  if (issue.received === 'undefined') return 'is required'
  return issue.expected === null ? 'is not valid' : `must be ${issue.expected}`
}

/** Checks input against a schema. Throws `invalid_request` with one error per fault (RFC 6901 pointers). */
export function check<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  // A schema without a required field takes an empty list for an empty object.
  if (Array.isArray(input)) {
    throw new Problem('invalid_request', { errors: [{ pointer: '', detail: 'must be Object' }] })
  }
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  const errors = result.issues
    .slice(0, 20)
    .map((issue): InputFault => ({ pointer: pointerOf(issue), detail: detailOf(issue) }))
  throw new Problem('invalid_request', { errors })
}

/** The body, checked. A schema for a body is strict: an unknown field is an error. */
export const readBody = <Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
): v.InferOutput<Schema> => check(schema, readJson(request))

/** Names and values, checked; a name that stands there twice has a list for a value. */
function checkPairs<Schema extends v.GenericSchema>(
  pairs: URLSearchParams,
  schema: Schema,
): v.InferOutput<Schema> {
  const names = [...new Set(pairs.keys())].filter((name) => !(name in Object.prototype))
  const values = names.map((name): [string, unknown] => {
    const all = pairs.getAll(name)
    return [name, all.length === 1 ? all[0] : all]
  })
  return check(schema, Object.fromEntries(values))
}

/**
 * The query, checked. What nobody asked for is left alone (providers add things), but a parameter that is
 * read and stands there twice is refused: two readers could take different ones.
 */
export const readQuery = <Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
): v.InferOutput<Schema> => checkPairs(request.query, schema)

/**
 * The body of a form, checked like a query. Only a door that no browser has business with takes forms: any
 * site can have a browser post one. Throws `unsupported_media_type` for another type of body.
 */
export function readForm<Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
): v.InferOutput<Schema> {
  const [type = ''] = (request.headers.get('content-type') ?? '').toLowerCase().split(';')
  if (type.trim() !== 'application/x-www-form-urlencoded') throw new Problem('unsupported_media_type')
  return checkPairs(new URLSearchParams(request.body), schema)
}

/** The provider that the path names. Throws `not_found`. */
export function providerOf(request: Request): ProviderId {
  const { provider } = request.path
  if (!isProviderId(provider)) throw new Problem('not_found')
  return provider
}

/** The session that the path names. Throws `not_found` for what cannot be the id of one. */
export function sessionOf(request: Request): SessionId {
  const { id } = request.path
  if (!isSessionId(id)) throw new Problem('not_found')
  return id
}
