import * as v from 'valibot'
import { inputText } from '#fault-texts'
import { isProviderId, type ProviderId } from '../../domain/values/identity.ts'
import {
  isMemberId,
  isPasskeyId,
  isSessionId,
  type MemberId,
  type PasskeyId,
  type SessionId,
} from '../../domain/values/ids.ts'
import { type InputFault, isProblemCode, Problem, type ProblemCode } from '../../domain/values/problem.ts'
import { readJson } from './json-body.ts'
import { formType, type Request } from './request.ts'

/** Valibot accepts a list for an object and misses its fields. The fault is the list itself. */
function faultIn(issue: v.BaseIssue<unknown>): InputFault {
  const path = issue.path ?? []
  const list = path.findIndex(({ type, input }) => type === 'object' && Array.isArray(input))
  return list === -1
    ? { pointer: pointerOf(path), detail: inputText(issue) }
    : { pointer: pointerOf(path.slice(0, list)), detail: inputText(listForObject) }
}

const listForObject = { type: 'object', message: '', expected: 'Object', received: 'Array', input: [] }

const pointerOf = (path: readonly v.IssuePathItem[]): string =>
  path.map(({ key }) => `/${String(key).slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/**
 * Checks input against a schema and gives the parsed value. Throws `invalid_request` with up to
 * 20 errors (JSON Pointers, RFC 6901).
 */
export function check<Schema extends v.GenericSchema>(schema: Schema, input: unknown): v.InferOutput<Schema> {
  // Valibot accepts an empty list for an object without required fields.
  if (Array.isArray(input)) {
    throw new Problem('invalid_request', {
      errors: [{ pointer: '', detail: inputText(listForObject) }],
    })
  }
  const result = v.safeParse(schema, input)
  if (result.success) return result.output
  const faults = result.issues.map(faultIn)
  const errors = faults
    .filter(({ pointer }, index) => faults.findIndex((one) => one.pointer === pointer) === index)
    .slice(0, 20)
  throw new Problem('invalid_request', { errors })
}

/**
 * The body, checked against a strict schema: an unknown field is an error.
 * Throws as `readJson` and `check` do.
 */
export const readBody = <Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
): v.InferOutput<Schema> => check(schema, readJson(request))

/** Checks names and values. A repeated name has a list as its value. */
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
 * The query, checked against a schema. Unknown parameters are ignored, since providers add some. A repeated
 * known parameter is refused, since two readers could pick different values. Throws `invalid_request`.
 */
export const readQuery = <Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
): v.InferOutput<Schema> => checkPairs(request.query, schema)

/** The media type of the body, in lower case and without parameters; empty without one. */
export function mediaTypeOf(request: Request): string {
  const [type = ''] = (request.headers.get('content-type') ?? '').toLowerCase().split(';')
  return type.trim()
}

/** Whether the body is a form. */
export const hasForm = (request: Request): boolean => mediaTypeOf(request) === formType

/**
 * The body of a form, checked like a query. Only doors that no browser calls accept forms, since any site can
 * make a browser post one, and the callback of a provider whose page posts its response. Throws `unsupported_media_type` for another content type, and `invalid_request`.
 */
export function readForm<Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
): v.InferOutput<Schema> {
  if (!hasForm(request)) throw new Problem('unsupported_media_type')
  return checkPairs(new URLSearchParams(request.body), schema)
}

/** The provider in the path. Throws `not_found` for an unknown one. */
export function providerOf(request: Request): ProviderId {
  const { provider } = request.path
  if (!isProviderId(provider)) throw new Problem('not_found')
  return provider
}

/** The problem's code in the path. Throws `not_found` for an unknown one. */
export function problemOf(request: Request): ProblemCode {
  const { code } = request.path
  if (!isProblemCode(code)) throw new Problem('not_found')
  return code
}

/** The member id in the path. Throws `not_found` for a value that is no member id. */
export function memberOf(request: Request): MemberId {
  const { id } = request.path
  if (!isMemberId(id)) throw new Problem('not_found')
  return id
}

/** The session id in the path. Throws `not_found` for a value that is no session id. */
export function sessionOf(request: Request): SessionId {
  const { id } = request.path
  if (!isSessionId(id)) throw new Problem('not_found')
  return id
}

/** The passkey's id in the path. Throws `not_found` for a value that is no passkey's id. */
export function passkeyOf(request: Request): PasskeyId {
  const { id } = request.path
  if (!isPasskeyId(id)) throw new Problem('not_found')
  return id
}
