import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { type LocalRequest, splitTarget } from './exchange.ts'

/** The door that matches a request, in the gateway's terms. */
export interface MatchedDoor {
  /** `GET /login/{provider}`, or `$default`. */
  readonly routeKey: string
  readonly pathParameters: Readonly<Record<string, string>>
}

/**
 * Converts a request into the event of an HTTP API, payload format 2.0 (API Gateway Developer Guide, "Create
 * AWS Lambda proxy integrations for HTTP APIs"). Where the guide is silent, follows the observed gateway:
 * `rawPath` is decoded and cut at a decoded `?`, and only JSON, XML, JavaScript and `text/*` bodies arrive as
 * text. Throws `URIError` for a path with a broken percent escape.
 */
export function toEvent(request: LocalRequest, door: MatchedDoor, requestId: string): APIGatewayProxyEventV2 {
  const { path, query } = splitTarget(request.target)
  const rawPath = decodeURIComponent(path).split('?')[0] ?? ''
  const headers = joinedHeaders(request)
  return {
    version: '2.0',
    routeKey: door.routeKey,
    rawPath,
    rawQueryString: query,
    ...cookiesOf(request),
    headers,
    ...(query !== '' && { queryStringParameters: joinedQuery(query) }),
    requestContext: contextOf(request, { routeKey: door.routeKey, path: rawPath, requestId, headers }),
    ...(Object.keys(door.pathParameters).length > 0 && { pathParameters: { ...door.pathParameters } }),
    ...bodyOf(request, headers['content-type']),
  }
}

/** The event of a caller whose signature the gateway has verified, with what the IAM authorizer adds. */
export const calledBy = (event: APIGatewayProxyEventV2, userArn: string): APIGatewayProxyEventV2 => ({
  ...event,
  requestContext: {
    ...event.requestContext,
    ...{ authorizer: { iam: { accountId: '000000000000', userArn, cognitoIdentity: null } } },
  },
})

/**
 * Names in lower case, repeated headers joined by a comma. Cookies are removed, and the gateway's own headers
 * added.
 */
function joinedHeaders({ headers, sourceIp }: LocalRequest): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    if (key === 'cookie') continue
    joined[key] = key in joined ? `${joined[key]},${value}` : value
  }
  const forwarded = joined['x-forwarded-for']
  return {
    ...joined,
    'x-forwarded-for': forwarded === undefined ? sourceIp : `${forwarded}, ${sourceIp}`,
    'x-forwarded-proto': 'http',
  }
}

function cookiesOf({ headers }: LocalRequest): { cookies?: string[] } {
  const cookies = headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => value.split(';'))
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== '')
  return cookies.length === 0 ? {} : { cookies }
}

/** Decoded, with repeated names joined by a comma. */
function joinedQuery(query: string): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query)) {
    joined[name] = name in joined ? `${joined[name]},${value}` : value
  }
  return joined
}

const textTypes = /^(?:text\/[^;]+|application\/(?:json|xml|javascript))\s*(?:;|$)/i

/** A form, a picture, and a body without a type arrive in Base64. */
function bodyOf(
  { body }: LocalRequest,
  type: string | undefined,
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false }
  return textTypes.test(type ?? '')
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true }
}

interface ContextParts {
  readonly routeKey: string
  readonly path: string
  readonly requestId: string
  readonly headers: Readonly<Record<string, string>>
}

function contextOf(
  { method, httpVersion, sourceIp, receivedAt }: LocalRequest,
  { routeKey, path, requestId, headers }: ContextParts,
): APIGatewayProxyEventV2['requestContext'] {
  return {
    accountId: '000000000000',
    apiId: 'local',
    domainName: headers['host'] ?? 'localhost',
    domainPrefix: 'local',
    http: {
      method,
      path,
      protocol: `HTTP/${httpVersion}`,
      sourceIp,
      userAgent: headers['user-agent'] ?? '',
    },
    requestId,
    routeKey,
    stage: '$default',
    time: gatewayTime(receivedAt),
    timeEpoch: receivedAt.getTime(),
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The time in the format of access logs: `12/Mar/2026:19:03:58 +0000`. */
function gatewayTime(at: Date): string {
  const [date = '', time = ''] = at.toISOString().split(/[T.]/)
  const [year, , day] = date.split('-')
  return `${day}/${months[at.getUTCMonth()]}/${year}:${time} +0000`
}
