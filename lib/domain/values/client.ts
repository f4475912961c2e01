import type { ClientId } from './ids.ts'

/** A registered application that calls this API. */
export interface Client {
  readonly id: ClientId
  /** `web` clients keep their refresh token in a cookie; `mobile` clients store it themselves. */
  readonly type: 'web' | 'mobile'
  /** Compared as exact strings. */
  readonly redirectUris: readonly string[]
  readonly origins: readonly string[]
  /** Off by default: any app on a device can claim a private-use scheme (RFC 8252, section 8.4). */
  readonly allowPrivateUseScheme?: boolean
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Whether a URL uses https, or plain http to the local machine. */
export function isSafeOrigin(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))
}

const parse = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

/** A rule that a registration breaks: which of its addresses, and what is allowed there. */
export interface ClientFault {
  readonly at: readonly ['redirectUris' | 'origins', number]
  readonly allowed: string
}

function mayBeRedirectedTo(uri: string, client: Pick<Client, 'allowPrivateUseScheme'>): boolean {
  const url = parse(uri)
  if (url === undefined || uri.includes('#')) return false
  if (isSafeOrigin(url)) return true
  // A private-use scheme is a reversed domain name, so it contains a dot (RFC 8252, section 7.1).
  const isPrivateUse = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol)
  return isPrivateUse && client.allowPrivateUseScheme === true
}

function isOrigin(text: string): boolean {
  const url = parse(text)
  return url !== undefined && url.origin === text && isSafeOrigin(url)
}

/** The reasons to refuse a client's registration at start; empty for a sound client. */
export function clientFaults(
  client: Pick<Client, 'redirectUris' | 'origins' | 'allowPrivateUseScheme'>,
): readonly ClientFault[] {
  const redirects = client.redirectUris.flatMap((uri, index): ClientFault[] =>
    mayBeRedirectedTo(uri, client)
      ? []
      : [
          {
            at: ['redirectUris', index],
            allowed:
              'an https address without a fragment, plain http on loopback, or with allowPrivateUseScheme a scheme with a dot in it',
          },
        ],
  )
  const origins = client.origins.flatMap((text, index): ClientFault[] =>
    isOrigin(text) ? [] : [{ at: ['origins', index], allowed: 'an https origin, or plain http on loopback' }],
  )
  return [...redirects, ...origins]
}

/** Whether a redirect URI equals one of the client's registered URIs exactly (RFC 9700, section 2.1). */
export const mayRedirectTo = (client: Client, uri: string): boolean => client.redirectUris.includes(uri)
