import type { ServerResponse } from 'node:http'
import { jsonAnswer, type StandInResponse } from './messages.ts'

/** What can go wrong with an endpoint on request. */
export type Fault =
  | NamedFault
  | { readonly redirectTo: string }
  /** Any answer that a test wants to see. */
  | { readonly status: number; readonly body: string }

type NamedFault =
  /** Takes the request and never answers. */
  | 'slow'
  | 'server_error'
  | 'unavailable'
  | 'rate_limited'
  /** A page where JSON is expected, with status 200. */
  | 'nonsense'
  /** Half of the real answer, then the connection ends. */
  | 'truncated'
  | 'reset'
  /** The real answer, called text. */
  | 'wrong_content_type'
  /** 20 MB of JSON. */
  | 'huge'

/** Sends an answer as it is. */
export function send(response: ServerResponse, answer: StandInResponse): void {
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
  response.end(answer.body)
}

function sendHalf(response: ServerResponse, answer: StandInResponse): void {
  const whole = Buffer.from(answer.body)
  response.writeHead(answer.status, { ...answer.headers, 'content-length': whole.length })
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => response.destroy())
}

function sendHuge(response: ServerResponse): void {
  const megabyte = `${' '.repeat(1024 * 1024 - 1)}\n`
  let left = 20
  const more = () => {
    if (response.destroyed) return
    left -= 1
    if (left > 0) response.write(megabyte, more)
    else response.end('{}')
  }
  response.writeHead(200, { 'content-type': 'application/json;charset=UTF-8' })
  more()
}

const page = '<!doctype html><html lang="ko"><title>점검 중</title><p>서비스 점검 중입니다.</p></html>'

/** Each takes the connection and what the endpoint would have answered. */
const named: Record<NamedFault, (response: ServerResponse, answer: StandInResponse) => void> = {
  slow: () => undefined,
  server_error: (response) => send(response, jsonAnswer(500, { msg: 'internal server error', code: -1 })),
  unavailable: (response) => send(response, { status: 503, headers: { 'retry-after': '120' }, body: '' }),
  rate_limited: (response) =>
    send(response, jsonAnswer(429, { msg: 'API limit has been exceeded.', code: -10 })),
  nonsense: (response) =>
    send(response, { status: 200, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: page }),
  truncated: sendHalf,
  reset: (response) => void response.socket?.resetAndDestroy(),
  wrong_content_type: (response, answer) =>
    send(response, { ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } }),
  huge: sendHuge,
}

/** Answers with a fault in place of what the endpoint answered. */
export function sendFault(response: ServerResponse, fault: Fault, answer: StandInResponse): void {
  if (typeof fault === 'string') named[fault](response, answer)
  else if ('redirectTo' in fault) {
    send(response, { status: 302, headers: { location: fault.redirectTo }, body: '' })
  } else send(response, { ...jsonAnswer(fault.status, null), body: fault.body })
}
