import type { ClientId } from './ids.ts'

/** A registered application that calls this API. */
export interface Client {
  readonly id: ClientId
  /** `web` keeps its refresh token in a cookie; `mobile` holds it itself. */
  readonly type: 'web' | 'mobile'
  /** Compared to the letter. */
  readonly redirectUris: readonly string[]
  readonly origins: readonly string[]
  /** A private-use scheme can be claimed by any app on the device (RFC 8252, section 8.4): only on request. */
  readonly allowPrivateUseScheme?: boolean
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Whether a URL is https, or plain http that never leaves the machine. */
export function isSafeOrigin(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname))
}

const parse = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

function redirectFault(client: Client, uri: string): string | undefined {
  const url = parse(uri)
  if (url === undefined || url.hash !== '') return `${uri} is not an absolute URI without a fragment`
  if (isSafeOrigin(url)) return undefined
  // RFC 8252, section 7.1: a private-use scheme is a domain name in reverse, so it has a dot.
  const isPrivateUse = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/.test(url.protocol)
  if (isPrivateUse && client.allowPrivateUseScheme === true) return undefined
  return `${uri} is neither https nor an allowed private-use scheme`
}

/** Why a client's registration must be refused at start; empty when it is sound. */
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

/** Whether the visitor may be sent there: exactly as registered (RFC 9700, section 2.1). */
export const mayRedirectTo = (client: Client, uri: string): boolean => client.redirectUris.includes(uri)
