import { parse } from 'lossless-json'
import { Problem } from '../../domain/values/problem.ts'
import type { Request } from './request.ts'

/** Deeper than anything that a door takes. */
const maxDepth = 20

/**
 * The body of a JSON request; an empty one is an empty object. Throws `unsupported_media_type` unless it says
 * that it is JSON in UTF-8 (a form that another site posts never does), and `invalid_request` for what is not
 * JSON, is nested too deep, has a key twice, or names a member of every object's prototype.
 */
export function readJson(request: Request): unknown {
  if (request.body === '') return {}
  if (!isJson(request.headers.get('content-type'))) throw new Problem('unsupported_media_type')
  const value = parsed(request.body)
  if (!isPlain(value, maxDepth))
    throw new Problem('invalid_request', { detail: 'the body is not acceptable' })
  return value
}

function isJson(contentType: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? '').toLowerCase().split(';')
  if (type?.trim() !== 'application/json') return false
  return parameters.every((parameter) => ['charset=utf-8', 'charset="utf-8"'].includes(parameter.trim()))
}

function parsed(text: string): unknown {
  try {
    return parse(text, undefined, Number)
  } catch {
    throw new Problem('invalid_request', { detail: 'the body is not JSON, or has a key twice' })
  }
}

function isPlain(value: unknown, depthLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depthLeft === 0) return false
  return Object.entries(value).every(
    ([key, inner]) => (Array.isArray(value) || !(key in Object.prototype)) && isPlain(inner, depthLeft - 1),
  )
}
