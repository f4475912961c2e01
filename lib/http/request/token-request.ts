import * as v from 'valibot'
import { settings } from '../../config/current-stage.ts'
import { isSealedTicket } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { TicketRequest } from '../../flows/tickets/presented-ticket.ts'
import { ticketCookie } from '../response/cookies.ts'
import { refreshFromCookie } from '../response/web-session.ts'
import { codeVerifier, token } from './fields.ts'
import { check } from './input.ts'
import { readJson } from './json-body.ts'
import { cookieNamed, type Request } from './request.ts'

export const ticketBody = v.strictObject({ ticket: token, codeVerifier })
export const refreshBody = v.strictObject({ refreshToken: v.optional(token) })

/** A request for tokens: a ticket with its proofs, or a refresh token. */
export type TokenRequest =
  | ({ readonly kind: 'ticket' } & TicketRequest)
  | { readonly kind: 'refresh'; readonly refreshToken: string }

/**
 * Reads a token request. A web client's refresh token comes from its cookie. Throws `invalid_request`, and
 * `invalid_token` if there is neither a ticket nor a refresh token.
 */
export function readTokenRequest(request: Request): TokenRequest {
  const body = readJson(request)
  if (typeof body === 'object' && body !== null && 'ticket' in body) {
    const { ticket, codeVerifier: verifier } = check(ticketBody, body)
    const browserSecret = isSealedTicket(ticket) ? cookieNamed(request, ticketCookie(ticket)) : undefined
    return { kind: 'ticket', ticket, codeVerifier: verifier, browserSecret }
  }
  const { refreshToken = refreshFromCookie(settings().clients, request)?.token } = check(refreshBody, body)
  if (refreshToken === undefined) throw new Problem('invalid_token')
  return { kind: 'refresh', refreshToken }
}
