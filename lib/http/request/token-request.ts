import * as v from 'valibot'
import { settings } from '../../config/current-stage.ts'
import { isTicketId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { TicketRequest } from '../../flows/token.ts'
import { ticketCookie } from '../response/cookies.ts'
import { refreshFromCookie } from '../response/web-session.ts'
import { codeVerifier, token } from './fields.ts'
import { check } from './input.ts'
import { readJson } from './json-body.ts'
import { cookieNamed, type Request } from './request.ts'

const ticketBody = v.strictObject({ ticket: token, codeVerifier })
const refreshBody = v.strictObject({ refreshToken: v.optional(token) })

/** What comes to be exchanged for tokens. */
export type TokenRequest =
  | ({ readonly kind: 'ticket' } & TicketRequest)
  | { readonly kind: 'refresh'; readonly refreshToken: string }

/**
 * Reads a ticket with what must be shown beside it, or a refresh token (a web client's is in its cookie).
 * Throws `invalid_request`, and `invalid_token` when there is nothing to renew.
 */
export function readTokenRequest(request: Request): TokenRequest {
  const body = readJson(request)
  if (typeof body === 'object' && body !== null && 'ticket' in body) {
    const { ticket, codeVerifier: verifier } = check(ticketBody, body)
    const browserSecret = isTicketId(ticket) ? cookieNamed(request, ticketCookie(ticket)) : undefined
    return { kind: 'ticket', ticket, codeVerifier: verifier, browserSecret }
  }
  const { refreshToken = refreshFromCookie(settings().clients, request)?.token } = check(refreshBody, body)
  if (refreshToken === undefined) throw new Problem('invalid_token')
  return { kind: 'refresh', refreshToken }
}
