import type { TicketId } from '../domain/ids.ts'

/**
 * Every cookie of ours: `__Host-` pins it to this very host and to https (RFC 6265bis, section 4.1.3.2), so
 * no sibling domain can set or overwrite it.
 */
interface CookieOptions {
  readonly sameSite: 'Lax' | 'Strict'
  /** Seconds; 0 removes the cookie. */
  readonly maxAge: number
}

/** One `Set-Cookie` value. */
export const setCookie = (name: string, value: string, { sameSite, maxAge }: CookieOptions): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=${sameSite}`

/** Carries the sealed transaction; named after our state, so that several visits can run side by side. */
export const transactionCookie = (state: string): string => `__Host-ieum-visit-${state.slice(0, 16)}`

/** Shows that a ticket is used by the browser that started. */
export const ticketCookie = (ticket: TicketId): string => `__Host-ieum-ticket-${ticket.slice(0, 16)}`

/** Keeps a web client's refresh token out of reach of its scripts. */
export const refreshCookie = (clientId: string): string => `__Host-ieum-refresh-${clientId}`
