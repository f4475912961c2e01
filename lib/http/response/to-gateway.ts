import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Client } from '../../domain/values/client.ts'
import type { Request } from '../request/request.ts'
import { corsHeaders } from './cors.ts'
import type { HttpResponse } from './response.ts'

/** A result for the gateway that still carries what the log wants to know. */
export interface GatewayResponse extends APIGatewayProxyStructuredResultV2 {
  readonly about?: HttpResponse['about']
}

/**
 * Headers of every answer: it belongs to one person and one moment (RFC 6749, section 5.1), is never sniffed,
 * framed or referred to, and runs nothing.
 */
const always: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
}

/** Makes a reply into what the gateway takes. `request` is missing when it could not even be read. */
export function toGatewayResponse(
  reply: HttpResponse,
  requestId: string,
  cross: { readonly clients: readonly Client[]; readonly request: Request } | undefined,
): GatewayResponse {
  const { status, body, contentType = 'application/json; charset=utf-8', cookies = [], about } = reply
  const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
  return {
    statusCode: status,
    headers: {
      ...always,
      ...(cross === undefined ? {} : corsHeaders(cross.clients, cross.request)),
      'x-request-id': requestId,
      ...(text === undefined ? {} : { 'content-type': contentType }),
      ...reply.headers,
    },
    ...(text === undefined ? {} : { body: text }),
    ...(cookies.length === 0 ? {} : { cookies: [...cookies] }),
    ...(about === undefined ? {} : { about }),
  }
}
