import { type IncomingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestStack } from '../support/test-stack.ts'

/** A request that `fetch` refuses to send, or sends only with additions. */
export interface RawRequest {
  readonly method: string
  /** Sent unchanged. */
  readonly path: string
  /** A list sends the header several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** Several pieces are sent in chunks, without a length. */
  readonly body?: string | Uint8Array | readonly (string | Uint8Array)[]
}

export interface RawResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The JSON, or an empty object. */
  readonly body: Readonly<Record<string, unknown>>
}

/** Sends exactly the given bytes, and only adds `Host` and the framing of the body. */
export function rawRequest(
  stack: TestStack,
  { method, path, headers = {}, body }: RawRequest,
): Promise<RawResponse> {
  const { port, host } = new URL(stack.origin)
  return new Promise((resolve, reject) => {
    const options = { method, path, port, host: '127.0.0.1', agent: false }
    const outgoing = request(options, (incoming) => {
      const { statusCode: status = 0, headers: answered } = incoming
      text(incoming).then(
        (whole) => resolve({ status, headers: answered, text: whole, body: jsonIn(whole) }),
        reject,
      )
    })
    outgoing.on('error', reject)
    for (const [name, value] of Object.entries({ host, ...headers })) outgoing.setHeader(name, value)
    const pieces = Array.isArray(body) ? body : []
    for (const piece of pieces) outgoing.write(piece)
    outgoing.end(typeof body === 'string' || body instanceof Uint8Array ? body : undefined)
  })
}

function jsonIn(whole: string): RawResponse['body'] {
  if (!whole.startsWith('{')) return {}
  const value: unknown = JSON.parse(whole)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
