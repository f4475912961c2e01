import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { type Agent, request as secureRequest } from 'node:https'
import type { HandledResponse, SignedRequest } from '../clients/signed-requests.ts'
import { forget } from '../deadlines.ts'
import { KeptConnections } from './kept-connections.ts'
import { endRequestAfter, watchConnecting } from './request-timers.ts'

/*
 * Replaces `@smithy/node-http-handler` in the bundles: one request by Node's own client, and its response as a text. The SDK's sets
 * three timers for each request, copies the headers of each response, and leaves it to be read, by nobody's time.
 */

/** The settings of a handler, by the names of the SDK's. Times are in milliseconds. */
interface HandlerSettings {
  readonly connectionTimeout: number
  readonly requestTimeout: number
}

/** How requests to one kind of address are made. */
interface Connections {
  readonly agent: Agent | InstanceType<typeof import('node:http').Agent>
  request(options: RequestOptions): ClientRequest
}

/** Sends requests over kept connections. */
export class NodeHttpHandler {
  readonly #settings: HandlerSettings
  readonly #secure: Connections = { agent: new KeptConnections(), request: secureRequest }
  #plain: Connections | undefined

  constructor(settings: HandlerSettings) {
    this.#settings = settings
  }

  /**
   * Sends a request whose body is a text, and reads the response to its end. Throws `TimeoutError` where no connection or no
   * whole response is there in time, or where the connection ends, and the other errors of the network.
   */
  handle(
    request: SignedRequest,
    { requestTimeout = this.#settings.requestTimeout }: Partial<HandlerSettings> = {},
  ): Promise<{ readonly response: HandledResponse }> {
    const { agent, request: ask } = request.protocol === 'https:' ? this.#secure : this.#plainConnections()
    const { promise, resolve, reject } = Promise.withResolvers<{ readonly response: HandledResponse }>()
    const headers = listOf(request.headers)
    const outgoing = ask({ ...addressOf(request), method: request.method, headers, agent })
    const deadline = endRequestAfter(requestTimeout, outgoing, `no response within ${requestTimeout} ms`)
    const fail = (error: Error): void => {
      forget(deadline)
      reject(named(error))
    }
    watchConnecting(outgoing, this.#settings.connectionTimeout)
    outgoing.on('error', fail)
    outgoing.on('response', (incoming) => {
      const parts: Uint8Array[] = []
      const stopped = (): void => fail(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
      incoming.on('data', (part: Uint8Array) => parts.push(part))
      incoming.on('error', fail)
      incoming.on('close', stopped)
      incoming.on('end', () => {
        incoming.off('close', stopped)
        forget(deadline)
        resolve({ response: new ReadResponse(incoming, Buffer.concat(parts).toString()) })
      })
    })
    outgoing.end(request.body)
    return promise
  }

  /** An ES module that imported `node:http` would load all of undici, and only a laptop needs it. */
  #plainConnections(): Connections {
    const { Agent: PlainAgent, request } = process.getBuiltinModule('node:http')
    this.#plain ??= { agent: new PlainAgent({ keepAlive: true, maxSockets: 50 }), request }
    return this.#plain
  }
}

/** The headers one after the other, as Node writes them at once. An object's would be copied, and sought again, one by one. */
function listOf(headers: SignedRequest['headers']): readonly string[] {
  const list: string[] = []
  for (const name in headers) {
    const value = headers[name]
    if (value !== undefined) list.push(name, value)
  }
  return list
}

/** Where a request goes. Node takes an address of IPv6 without brackets. */
const addressOf = ({ hostname, port, path, query = {} }: SignedRequest): RequestOptions => ({
  host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
  port,
  path: path + queryOf(query),
})

/** What `encodeURIComponent` leaves, and a signature does not (AWS Signature Version 4, canonical query string). */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

function queryOf(query: NonNullable<SignedRequest['query']>): string {
  const names = Object.keys(query).sort()
  const pairs = names.flatMap((name) =>
    [query[name] ?? []].flat().map((value) => `${escaped(name)}=${escaped(value)}`),
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

const lost = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT'])

/** An error of a connection that ended, under the name that the SDK gives it. */
const named = (error: NodeJS.ErrnoException): Error =>
  lost.has(error.code ?? '') ? Object.assign(error, { name: 'TimeoutError' }) : error

/** A response that was read. Its headers are made when they are asked for, which few are. */
class ReadResponse implements HandledResponse {
  readonly statusCode: number
  readonly body: string
  readonly #incoming: IncomingMessage

  constructor(incoming: IncomingMessage, body: string) {
    this.statusCode = incoming.statusCode ?? 0
    this.body = body
    this.#incoming = incoming
  }

  get headers(): Readonly<Record<string, string>> {
    const headers = Object.entries(this.#incoming.headers)
    return Object.fromEntries(
      headers.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : `${value}`]),
    )
  }
}
