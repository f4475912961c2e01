import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { type Request, readRequest } from '../../lib/http/request/request.ts'
import { toEvent } from '../../lib/local/gateway/api-gateway-event.ts'

/** The parts of a request that a test sets. Everything else is as a browser would send it. */
export interface Sent {
  /** Values of `{…}` in the path. */
  readonly path?: Readonly<Record<string, string>>
  /** Without the question mark. */
  readonly query?: string
  /** Replace the usual headers. An `undefined` header is left out. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly cookies?: readonly string[]
  /** Sent as JSON. A text is sent unchanged. */
  readonly body?: unknown
  readonly bearer?: string
}

export const requestId = 'request-1'

/** An event of payload format 2.0, as the gateway makes it from a request to a door such as `POST /token`. */
export function eventOf(routeKey: string, sent: Sent = {}): APIGatewayProxyEventV2 {
  const [method = '', template = ''] = routeKey.split(' ')
  const pathParameters = sent.path ?? {}
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => pathParameters[name] ?? '')
  const request = {
    method,
    target: sent.query === undefined ? path : `${path}?${sent.query}`,
    httpVersion: '1.1',
    headers: headersOf(sent),
    body: bodyOf(sent.body),
    sourceIp: '198.51.100.7',
    receivedAt: new Date('2026-11-22T10:00:00Z'),
  }
  return toEvent(request, { routeKey, pathParameters }, requestId)
}

function headersOf({ headers = {}, cookies = [], body, bearer }: Sent): [string, string][] {
  const usual = {
    host: 'auth.example.com',
    accept: 'application/json',
    'content-type': body === undefined ? undefined : 'application/json',
    authorization: bearer === undefined ? undefined : `Bearer ${bearer}`,
    cookie: cookies.length === 0 ? undefined : cookies.join('; '),
    ...headers,
  }
  return Object.entries(usual).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
}

const bodyOf = (body: unknown): Buffer =>
  Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))

/** The same request as the doors read it. */
export const requestOf = (routeKey: string, sent: Sent = {}): Request => readRequest(eventOf(routeKey, sent))

/** The context that the runtime passes to a function. */
export const context: Context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'ieum-test',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:ap-northeast-2:000000000000:function:ieum-test',
  memoryLimitInMB: '512',
  awsRequestId: requestId,
  logGroupName: '/aws/lambda/ieum-test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
}
