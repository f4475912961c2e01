import { isSealedTicket, type SealedTicket } from '../../domain/values/ids.ts'
import type { Request } from '../request/request.ts'

/**
 * The options of a cookie. All our cookies have the prefix `__Host-`, which pins them to this host and https
 * (RFC 6265bis, section 4.1.3.2), so no sibling domain can set or overwrite one.
 */
interface CookieOptions {
  /** `None` for the visit's cookie alone, where a form on the provider's page brings the browser back. */
  readonly sameSite: 'Lax' | 'Strict' | 'None'
  /** Seconds; 0 removes the cookie. */
  readonly maxAge: number
}

/** Builds one `Set-Cookie` value (RFC 6265, section 4.1). */
export const setCookie = (name: string, value: string, { sameSite, maxAge }: CookieOptions): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAge}; Secure; HttpOnly; SameSite=${sameSite}`

/**
 * The name of the cookie with the sealed OAuth request. The name contains our state, so
 * several visits can run in parallel.
 */
export const oauthRequestCookie = (state: string): string => `__Host-ieum-visit-${state.slice(0, 16)}`

/** The value of a visit's cookie once the browser has a ticket: the ticket, and the sealed OAuth request. */
export const sentVisit = (ticket: SealedTicket, transaction: string): string => `${ticket}~${transaction}`

/** The parts of a visit's cookie, with the ticket if the browser has one. A sealed OAuth request has no `~`. */
export function readVisitCookie(value: string): {
  readonly transaction: string
  readonly sentBefore?: SealedTicket
} {
  const [ticket = '', ...rest] = value.split('~')
  return rest.length > 0 && isSealedTicket(ticket)
    ? { transaction: rest.join('~'), sentBefore: ticket }
    : { transaction: value }
}

const isVisitCookie = (name: string): boolean => /^__Host-ieum-visit-[\w-]{16}$/.test(name)

/** All request headers must fit into the gateway's limit of 10,240 bytes. */
const maxVisitCharacters = 4096

/**
 * The `Set-Cookie` values that remove a browser's oldest unfinished visits once there are too many.
 * Otherwise their cookies grow until the gateway refuses every request. A browser sends its oldest
 * cookies first (RFC 6265, section 5.4).
 */
export function forgetOldVisits({ cookies }: Request): readonly string[] {
  let room = maxVisitCharacters
  return cookies
    .filter(([name]) => isVisitCookie(name))
    .toReversed()
    .filter(([name, value]) => {
      room -= name.length + value.length
      return room < 0
    })
    .map(([name]) => setCookie(name, '', { sameSite: 'Lax', maxAge: 0 }))
}

/**
 * The name of the cookie that ties a ticket to the browser that started the visit. A ticket begins with 12 random bytes,
 * so several visits can run in parallel.
 */
export const ticketCookie = (ticket: SealedTicket): string => `__Host-ieum-ticket-${ticket.slice(0, 16)}`

/** The name of the cookie that shows a web client's device as one that has signed in before. */
export const deviceCookie = (clientId: string): string => `__Host-ieum-device-${clientId}`

/** The name of the cookie that hides a web client's refresh token from scripts. */
export const refreshCookie = (clientId: string): string => `__Host-ieum-refresh-${clientId}`
