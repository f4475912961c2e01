import type { ServerResponse } from 'node:http'
import { jsonResponse, type StandInResponse } from './messages.ts'

/** A fault that an endpoint can show on request. */
export type EndpointFault =
  | NamedFault
  | { readonly redirectTo: string }
  /** The real response, late. */
  | { readonly afterMs: number }
  /** Any response that a test needs. */
  | { readonly status: number; readonly body: string }

type NamedFault =
  /** Accepts the request and never responds. */
  | 'slow'
  | 'server_error'
  | 'unavailable'
  | 'rate_limited'
  /** An HTML page with status 200 in place of JSON. */
  | 'nonsense'
  /** Half of the real response, then the connection closes. */
  | 'truncated'
  | 'reset'
  /** The real response with the content type of text. */
  | 'wrong_content_type'
  /** 20 MB of JSON. */
  | 'huge'

/** Sends a response as it is. */
export function sendResponse(outgoing: ServerResponse, response: StandInResponse): void {
  outgoing.writeHead(response.status, {
    ...response.headers,
    'content-length': Buffer.byteLength(response.body),
  })
  outgoing.end(response.body)
}

function sendHalf(outgoing: ServerResponse, response: StandInResponse): void {
  const whole = Buffer.from(response.body)
  outgoing.writeHead(response.status, { ...response.headers, 'content-length': whole.length })
  outgoing.write(whole.subarray(0, Math.floor(whole.length / 2)), () => outgoing.destroy())
}

function sendHuge(outgoing: ServerResponse): void {
  const megabyte = `${' '.repeat(1024 * 1024 - 1)}\n`
  let left = 20
  const more = () => {
    if (outgoing.destroyed) return
    left -= 1
    if (left > 0) outgoing.write(megabyte, more)
    else outgoing.end('{}')
  }
  outgoing.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' })
  more()
}

const page = '<!doctype html><html lang="ko"><title>점검 중</title><p>서비스 점검 중입니다.</p></html>'

/** Each sender takes the connection and the endpoint's real response. */
const faultSenders: Record<NamedFault, (outgoing: ServerResponse, response: StandInResponse) => void> = {
  slow: () => undefined,
  server_error: (outgoing) =>
    sendResponse(outgoing, jsonResponse(500, { msg: 'internal server error', code: -1 })),
  unavailable: (outgoing) =>
    sendResponse(outgoing, { status: 503, headers: { 'retry-after': '120' }, body: '' }),
  rate_limited: (outgoing) =>
    sendResponse(outgoing, jsonResponse(429, { msg: 'API limit has been exceeded.', code: -10 })),
  nonsense: (outgoing) =>
    sendResponse(outgoing, {
      status: 200,
      headers: { 'content-type': 'text/html;charset=UTF-8' },
      body: page,
    }),
  truncated: sendHalf,
  reset: (outgoing) => void outgoing.socket?.resetAndDestroy(),
  wrong_content_type: (outgoing, response) =>
    sendResponse(outgoing, { ...response, headers: { ...response.headers, 'content-type': 'text/plain' } }),
  huge: sendHuge,
}

/** Sends a fault in place of the endpoint's real response. */
export function sendFault(outgoing: ServerResponse, fault: EndpointFault, response: StandInResponse): void {
  if (typeof fault === 'string') faultSenders[fault](outgoing, response)
  else if ('redirectTo' in fault) {
    sendResponse(outgoing, { status: 302, headers: { location: fault.redirectTo }, body: '' })
  } else if ('afterMs' in fault) setTimeout(() => sendResponse(outgoing, response), fault.afterMs)
  else sendResponse(outgoing, { ...jsonResponse(fault.status, null), body: fault.body })
}
