import type { TicketId } from '../../domain/values/ids.ts'
import type { Request } from '../request/request.ts'

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
export const oauthRequestCookie = (state: string): string => `__Host-ieum-visit-${state.slice(0, 16)}`

const isTransactionCookie = (name: string): boolean => /^__Host-ieum-visit-[\w-]{16}$/.test(name)

/** Characters. With the rest of the headers they have to fit into the gateway's 10,240 bytes. */
const roomForVisits = 4096

/**
 * Removes the oldest visits of a browser that started again and again and finished none, once there is no room
 * for them: their cookies would grow until the gateway refuses every request. A browser sends its oldest
 * cookies first (RFC 6265, section 5.4).
 */
export function forgetOldVisits({ cookies }: Request): readonly string[] {
  let room = roomForVisits
  return cookies
    .filter(([name]) => isTransactionCookie(name))
    .toReversed()
    .filter(([name, value]) => {
      room -= name.length + value.length
      return room < 0
    })
    .map(([name]) => setCookie(name, '', { sameSite: 'Lax', maxAge: 0 }))
}

/** Shows that a ticket is used by the browser that started. */
export const ticketCookie = (ticket: TicketId): string => `__Host-ieum-ticket-${ticket.slice(0, 16)}`

/** Keeps a web client's refresh token out of reach of its scripts. */
export const refreshCookie = (clientId: string): string => `__Host-ieum-refresh-${clientId}`
