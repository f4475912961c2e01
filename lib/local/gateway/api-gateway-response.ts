import { type Header, jsonAnswer, type LocalResponse } from './exchange.ts'

/** What the gateway itself says when a function failed or gave something that is no answer. */
export const gatewayFailure: LocalResponse = jsonAnswer(500, { message: 'Internal Server Error' })

/**
 * Turns what a function returned into what is sent (payload format 2.0): with a `statusCode` it is an answer,
 * without one any JSON value is a 200 with that value as its body, and anything else is the gateway's 500.
 */
export function toAnswer(result: unknown): LocalResponse {
  if (result === undefined) return gatewayFailure
  if (!isRecord(result) || !('statusCode' in result)) return plainAnswer(result)
  const status = Number(result['statusCode'])
  if (!Number.isInteger(status) || status < 100 || status > 599) return gatewayFailure
  return { status, headers: headersOf(result), body: bodyOf(result) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const plainAnswer = (value: unknown): LocalResponse => ({
  status: 200,
  headers: [['content-type', 'application/json']],
  body: typeof value === 'string' ? value : JSON.stringify(value),
})

/** Each cookie becomes a `Set-Cookie` of its own; a body without a type is JSON only when nothing else is said. */
function headersOf(result: Record<string, unknown>): readonly Header[] {
  const headers: Header[] = []
  if (isRecord(result['headers'])) {
    for (const [name, value] of Object.entries(result['headers']))
      headers.push([name.toLowerCase(), String(value)])
  }
  if (Array.isArray(result['cookies'])) {
    for (const cookie of result['cookies']) headers.push(['set-cookie', String(cookie)])
  }
  const isTyped = headers.some(([name]) => name === 'content-type')
  return isTyped || result['body'] === undefined
    ? headers
    : [...headers, ['content-type', 'text/plain; charset=utf-8']]
}

function bodyOf(result: Record<string, unknown>): string | Buffer {
  const body = typeof result['body'] === 'string' ? result['body'] : ''
  return result['isBase64Encoded'] === true ? Buffer.from(body, 'base64') : body
}
