import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Client } from '../../domain/values/client.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Request } from '../request/request.ts'
import { corsHeaders } from './cors.ts'
import type { HttpResponse } from './response.ts'

/** A gateway result that still carries its facts for the log. */
export interface GatewayResponse extends APIGatewayProxyStructuredResultV2 {
  readonly about?: HttpResponse['about']
}

/**
 * The headers of every response: never cached (RFC 6749, section 5.1), sniffed, framed or used
 * as a referrer, and without scripts.
 */
const always: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
}

/**
 * Turns a response into the gateway's result. Without `cors`, as for an unreadable
 * request, there are no CORS headers.
 */
export function toGatewayResponse(
  response: HttpResponse,
  requestId: string,
  cors: { readonly clients: readonly Client[]; readonly request: Request } | undefined,
): GatewayResponse {
  const { status, body, contentType = 'application/json; charset=utf-8', cookies = [], about } = response
  const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
  return {
    statusCode: status,
    headers: {
      ...always,
      ...(cors !== undefined && corsHeaders(cors.clients, cors.request)),
      'x-request-id': requestId,
      ...(text !== undefined && { 'content-type': contentType }),
      ...response.headers,
    },
    ...(cookies.length > 0 && { cookies: [...cookies] }),
    ...defined({ body: cors?.request.method === 'HEAD' ? undefined : text, about }),
  }
}
