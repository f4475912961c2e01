import { type Header, type LocalResponse, localJsonResponse } from './exchange.ts'

/** The gateway's response for a function that failed or returned no valid response. */
export const gatewayFailure: LocalResponse = localJsonResponse(500, { message: 'Internal Server Error' })

/**
 * Converts a function's result into a response (payload format 2.0). A result with `statusCode` is a
 * response, any other JSON value becomes a 200 with that value as its body, and anything else the gateway's
 * 500.
 */
export function toLocalResponse(result: unknown): LocalResponse {
  if (result === undefined) return gatewayFailure
  if (!isRecord(result) || !('statusCode' in result)) return plainResponse(result)
  const status = Number(result['statusCode'])
  if (!Number.isInteger(status) || status < 100 || status > 599) return gatewayFailure
  return { status, headers: headersOf(result), body: bodyOf(result) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const plainResponse = (value: unknown): LocalResponse => ({
  status: 200,
  headers: [['content-type', 'application/json']],
  body: typeof value === 'string' ? value : JSON.stringify(value),
})

/** Each cookie becomes its own `Set-Cookie`. A body without a type gets the gateway's default type. */
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
