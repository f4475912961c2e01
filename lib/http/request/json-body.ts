import { Problem } from '../../domain/values/problem.ts'
import { parseStrictly } from '../../json/strict-json.ts'
import type { Request } from './request.ts'

/** Deeper than the body of any door. */
const maxDepth = 20

/**
 * The body of a JSON request; an empty body counts as `{}`. Throws `unsupported_media_type` unless the
 * content type is JSON in UTF-8, which another site's form cannot send. Throws `invalid_request` for invalid
 * JSON, too deep nesting, a repeated key, a key of `Object.prototype`, or text that is not Unicode (RFC 7493,
 * section 2.1): nothing can store it.
 */
export function readJson(request: Request): unknown {
  if (request.body === '') return {}
  if (!isJson(request.headers.get('content-type'))) throw new Problem('unsupported_media_type')
  const value = parsed(request.body)
  if (!isPlain(value, maxDepth))
    throw new Problem('invalid_request', {
      detail: {
        ko: '본문이 너무 깊거나, 쓸 수 없는 이름이나 깨진 문자가 있습니다.',
        en: 'The body is nested too deeply, uses a reserved name, or contains half of a surrogate pair.',
      },
    })
  return value
}

function isJson(contentType: string | undefined): boolean {
  const [type, ...parameters] = (contentType ?? '').toLowerCase().split(';')
  if (type?.trim() !== 'application/json') return false
  return parameters.every((parameter) => ['charset=utf-8', 'charset="utf-8"'].includes(parameter.trim()))
}

function parsed(text: string): unknown {
  try {
    return parseStrictly(text)
  } catch {
    throw new Problem('invalid_request', {
      detail: {
        ko: '본문이 올바른 JSON이 아니거나 같은 이름이 두 번 있습니다.',
        en: 'The body is not valid JSON, or repeats a key.',
      },
    })
  }
}

function isPlain(value: unknown, depthLeft: number): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  if (depthLeft === 0) return false
  return Object.entries(value).every(
    ([key, inner]) =>
      (Array.isArray(value) || (key.isWellFormed() && !(key in Object.prototype))) &&
      isPlain(inner, depthLeft - 1),
  )
}
