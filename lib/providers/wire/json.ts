import { isInteger, isSafeNumber } from 'lossless-json'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { parseStrictly } from '../../json/strict-json.ts'
import type { ProviderResponse } from './http.ts'

/** Keeps a 64-bit id as text, without loss. Every other number becomes a number. */
const parseNumber = (digits: string): number | string =>
  isInteger(digits) && !isSafeNumber(digits) ? digits : Number(digits)

const isJson = (contentType: string): boolean =>
  /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType)

/**
 * Reads the JSON of a response. Integers that a double would round become text. Throws
 * `ProviderFault('unavailable')` for another content type, broken JSON, or a name that occurs twice with two
 * values.
 */
export function readJsonResponse(response: ProviderResponse): unknown {
  if (!isJson(response.contentType)) {
    throw new ProviderFault('unavailable', `responded with ${response.status} and something that is not JSON`)
  }
  try {
    return parseStrictly(response.body, parseNumber)
  } catch {
    // The parser's own message quotes the body, which may hold a token.
    throw new ProviderFault('unavailable', `responded with ${response.status} and broken JSON`)
  }
}

/** Reads JSON that a provider has sent to us, without loss. Undefined for anything else. */
export function readJsonText(text: string): unknown {
  try {
    return parseStrictly(text, parseNumber)
  } catch {
    return undefined
  }
}
