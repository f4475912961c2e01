import type { Agent, ClientRequest, RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { KeptConnections } from '../../aws/http/kept-connections.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'

/** How a request to one kind of origin is made. */
export interface Transport {
  readonly agent: Agent
  request(options: RequestOptions): ClientRequest
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** Whether secrets and tokens may travel to a URL: https, or plain http on loopback. */
export const isSafeTransport = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))

/**
 * Checks an origin that secrets travel to. Takes the setting's name and its value, gives the value. Throws an
 * `Error` for anything else.
 */
export function safeOrigin(setting: string, value: string): string {
  const url = URL.parse(value)
  if (url === null || !isSafeTransport(url) || url.origin !== value) {
    throw new Error(`${setting} must be an https origin such as https://provider.example (got ${value})`)
  }
  return value
}

function plainTransport(): Transport {
  // An ESM import of node:http loads all of undici (tens of milliseconds), and only a laptop needs it.
  const http = process.getBuiltinModule('node:http')
  return { agent: new http.Agent({ keepAlive: true, maxSockets: 50 }), request: http.request }
}

/**
 * The connections to providers. Gives the transport for a URL. Throws `ProviderFault('unavailable')` for
 * plain http beyond loopback.
 */
export function createTransports(): (url: URL) => Transport {
  const secure: Transport = { agent: new KeptConnections(), request: httpsRequest }
  let plain: Transport | undefined
  return (url) => {
    if (url.protocol === 'https:') return secure
    if (!isSafeTransport(url)) throw new ProviderFault('unavailable', `${url.origin} is not https`)
    plain ??= plainTransport()
    return plain
  }
}
