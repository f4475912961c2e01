/** A received HTTP request, not interpreted yet. */
export interface LocalRequest {
  readonly method: string
  /** The request target as sent: path and query, still encoded. */
  readonly target: string
  readonly httpVersion: string
  /** In the order sent, including repeated ones. */
  readonly headers: readonly Header[]
  readonly sourceIp: string
  readonly body: Buffer
  readonly receivedAt: Date
}

/** A response. Several `set-cookie` headers stay separate. */
export interface LocalResponse {
  readonly status: number
  readonly headers: readonly Header[]
  readonly body: string | Buffer
}

/** A header's name and value. */
export type Header = readonly [name: string, value: string]

/** Splits a request target into path and query, both still encoded. The query has no `?`. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?')
  if (mark < 0) return { path: target, query: '' }
  return { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

/** A JSON response of the gateway and the laptop's own doors. */
export function localJsonResponse(status: number, value: unknown, type = 'application/json'): LocalResponse {
  return {
    status,
    headers: [
      ['content-type', `${type}; charset=utf-8`],
      ['cache-control', 'no-store'],
    ],
    body: JSON.stringify(value),
  }
}
