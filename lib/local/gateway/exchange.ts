/** An HTTP request as it reached the laptop, before anything is read into it. */
export interface LocalRequest {
  readonly method: string
  /** The request target as sent: path and query, still encoded. */
  readonly target: string
  readonly httpVersion: string
  /** In the order sent, repeated ones included. */
  readonly headers: readonly Header[]
  readonly sourceIp: string
  readonly body: Buffer
  readonly receivedAt: Date
}

/** What is sent back. Several `set-cookie` headers stay several. */
export interface LocalResponse {
  readonly status: number
  readonly headers: readonly Header[]
  readonly body: string | Buffer
}

export type Header = readonly [name: string, value: string]

/** Answers a request, or says with `undefined` that it is somebody else's. */
export type Responder = (
  request: LocalRequest,
) => Promise<LocalResponse | undefined> | LocalResponse | undefined

/** Splits a request target into path and query, both still encoded; the query comes without its `?`. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf('?')
  if (mark < 0) return { path: target, query: '' }
  return { path: target.slice(0, mark), query: target.slice(mark + 1) }
}

/** A JSON answer, as the gateway itself and the laptop's own routes give it. */
export function jsonAnswer(status: number, value: unknown, type = 'application/json'): LocalResponse {
  return {
    status,
    headers: [
      ['content-type', `${type}; charset=utf-8`],
      ['cache-control', 'no-store'],
    ],
    body: JSON.stringify(value),
  }
}
