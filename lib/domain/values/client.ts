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

function redirectFault(client: Client, uri: string): string | undefined {
  const url = parse(uri)
  if (url === undefined || url.hash !== '') return `${uri} is not an absolute URI without a fragment`
  if (isSafeOrigin(url)) return undefined
  // A private-use scheme is a reversed domain name, so it contains a dot (RFC 8252, section 7.1).
  const isPrivateUse = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol)
  if (isPrivateUse && client.allowPrivateUseScheme === true) return undefined
  return `${uri} is neither https nor an allowed private-use scheme`
}

/** The reasons to refuse a client's registration at start, one sentence each; empty for a sound client. */
export function clientFaults(client: Client): readonly string[] {
  const origins = client.origins.filter((text) => {
    const url = parse(text)
    return url === undefined || url.origin !== text || !isSafeOrigin(url)
  })
  return [
    ...client.redirectUris.flatMap((uri) => redirectFault(client, uri) ?? []),
    ...origins.map((origin) => `${origin} is not an https origin`),
  ].map((fault) => `client ${client.id}: ${fault}`)
}

/** Whether a redirect URI equals one of the client's registered URIs exactly (RFC 9700, section 2.1). */
export const mayRedirectTo = (client: Client, uri: string): boolean => client.redirectUris.includes(uri)
