import type { Client } from '../../domain/values/client.ts'
import type { ClientId } from '../../domain/values/ids.ts'
import { lifetimes } from '../../domain/values/lifetimes.ts'
import { cookieNamed, type Request } from '../request/request.ts'
import { deviceCookie, refreshCookie, setCookie } from './cookies.ts'

/** A web client's refresh token, and the client of the cookie. */
export interface CookieToken {
  readonly clientId: ClientId
  readonly token: string
}

/**
 * The refresh token in a web client's cookie. Read only if the request comes from one of the client's own
 * origins, so another site cannot use the cookie; else undefined.
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

/** Places a refresh token by the client's type: a cookie for web clients, the body for others. */
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

/** Places the token of a device that has signed in, as `placeRefresh` does. Signing out leaves it there. */
export function placeDevice(
  clients: readonly Client[],
  clientId: ClientId,
  deviceToken: string,
): { readonly cookies: readonly string[]; readonly inBody: { readonly deviceToken?: string } } {
  if (!isWeb(clients, clientId)) return { cookies: [], inBody: { deviceToken } }
  const options = { sameSite: 'Strict', maxAge: lifetimes.knownDevice } as const
  return { cookies: [setCookie(deviceCookie(clientId), deviceToken, options)], inBody: {} }
}

/** The `Set-Cookie` values that remove every refresh cookie of the request. */
export const forgetRefresh = (clients: readonly Client[], request: Request): readonly string[] =>
  clients
    .map(({ id }) => refreshCookie(id))
    .filter((name) => request.cookies.some(([given]) => given === name))
    .map((name) => setCookie(name, '', { sameSite: 'Strict', maxAge: 0 }))

/** The same, if the ended session belongs to this device; else nothing. */
export const forgetRefreshOf = (
  ended: 'own' | 'another',
  clients: readonly Client[],
  request: Request,
): readonly string[] => (ended === 'own' ? forgetRefresh(clients, request) : [])
