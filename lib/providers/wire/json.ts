import { isInteger, isSafeNumber, parse } from 'lossless-json'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderResponse } from './http.ts'

/** A 64-bit id keeps its digits, as text; every other number is a number. */
const parseNumber = (digits: string): number | string =>
  isInteger(digits) && !isSafeNumber(digits) ? digits : Number(digits)

const isJson = (contentType: string): boolean =>
  /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType)

/**
 * Reads the JSON of an answer. Integers that a double would round come out as text. Throws
 * `ProviderFault('unavailable')` for another content type, broken JSON, or a name that occurs twice with
 * two values.
 */
export function readJson(answer: ProviderResponse): unknown {
  if (!isJson(answer.contentType)) {
    throw new ProviderFault('unavailable', `answered ${answer.status} with something that is not JSON`)
  }
  try {
    return parse(answer.body, undefined, parseNumber)
  } catch {
    // The parser's own message quotes the text, which may hold a token.
    throw new ProviderFault('unavailable', `answered ${answer.status} with broken JSON`)
  }
}
