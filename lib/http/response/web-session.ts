import type { Client } from '../../domain/values/client.ts'
import type { ClientId } from '../../domain/values/ids.ts'
import { cookieNamed, type Request } from '../request/request.ts'
import { refreshCookie, setCookie } from './cookies.ts'

/** The refresh token of a web client, with the client whose cookie it was in. */
export interface CookieToken {
  readonly clientId: ClientId
  readonly token: string
}

/**
 * The refresh token that a web client's browser keeps: read only when the request comes from one of that
 * client's own origins, so no other site can use it, whatever the browser sends along.
 */
export function refreshFromCookie(clients: readonly Client[], request: Request): CookieToken | undefined {
  const origin = request.headers.get('origin')
  if (origin === undefined) return undefined
  for (const { id, type, origins } of clients) {
    if (type !== 'web' || !origins.includes(origin)) continue
    const token = cookieNamed(request, refreshCookie(id))
    if (token !== undefined) return { clientId: id, token }
  }
  return undefined
}

const isWeb = (clients: readonly Client[], clientId: ClientId): boolean =>
  clients.some(({ id, type }) => id === clientId && type === 'web')

/** Hands a refresh token to its client where the client's type wants it: in a cookie, or in the body. */
export function placeRefresh(
  clients: readonly Client[],
  clientId: ClientId,
  refreshToken: string,
  maxAgeSeconds: number,
): { readonly cookies: readonly string[]; readonly inBody: { readonly refreshToken?: string } } {
  if (!isWeb(clients, clientId)) return { cookies: [], inBody: { refreshToken } }
  const cookie = setCookie(refreshCookie(clientId), refreshToken, {
    sameSite: 'Strict',
    maxAge: maxAgeSeconds,
  })
  return { cookies: [cookie], inBody: {} }
}

/** Removes every refresh cookie that the request showed. */
export const forgetRefresh = (clients: readonly Client[], request: Request): readonly string[] =>
  clients
    .map(({ id }) => refreshCookie(id))
    .filter((name) => request.cookies.some(([given]) => given === name))
    .map((name) => setCookie(name, '', { sameSite: 'Strict', maxAge: 0 }))

/** Removes them when it was the session of this very device that ended. */
export const forgetRefreshOf = (
  ended: 'own' | 'another',
  clients: readonly Client[],
  request: Request,
): readonly string[] => (ended === 'own' ? forgetRefresh(clients, request) : [])
