import type { ClientRequest, IncomingMessage } from 'node:http'
import { forget } from '../../aws/deadlines.ts'
import { endRequestAfter, watchConnecting } from '../../aws/http/request-timers.ts'
import { traced } from '../../aws/traces.ts'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { createTransports, type Transport } from './transport.ts'

/** One call to a provider, as an adapter builds it. */
export interface ProviderRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds for this call in all, where that is less than the limit of every call. */
  readonly timeoutMs?: number
}

/** A complete response: 2xx, 4xx or 5xx. */
export interface ProviderResponse {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/**
 * Calls a provider. Throws `ProviderFault('unavailable')`, and no other error, unless a complete response
 * arrives in time.
 */
export type ProviderHttp = (request: ProviderRequest) => Promise<ProviderResponse>

/** The limits of every call: time in milliseconds, size in bytes. */
export interface HttpLimits {
  readonly connectMs: number
  readonly callMs: number
  readonly bodyBytes: number
}

/** The limits of a deployed stage. */
export const defaultHttpLimits: HttpLimits = { connectMs: 1_000, callMs: 3_000, bodyBytes: 256 * 1024 }

/** The provider closed a kept connection before our request reached it. */
class StaleSocket extends Error {}

interface Call {
  readonly request: ProviderRequest
  readonly url: URL
  readonly limits: HttpLimits
  readonly deadline: number
  readonly transport: Transport
}

/** The text for operators names neither the query nor a header, which may hold a token. */
const unavailable = ({ request, url }: Call, what: string, cause?: unknown): ProviderFault =>
  new ProviderFault('unavailable', `${request.method} ${url.origin}${url.pathname}: ${what}`, cause)

async function readResponse(call: Call, incoming: IncomingMessage): Promise<ProviderResponse> {
  const status = incoming.statusCode ?? 0
  if (status >= 300 && status < 400) {
    // Following a redirect would hand the code, the secret or the token to another host.
    incoming.destroy()
    throw unavailable(call, `responded with ${status}, a redirect`)
  }
  const body = utf8.decode(await bytesOf(call, incoming))
  return { status, contentType: incoming.headers['content-type'] ?? '', body }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Reads a body to its end. An async iterator would make an object and a promise for each part. */
function bytesOf(call: Call, incoming: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  let size = 0
  const stopped = (): void => reject(unavailable(call, 'the response stopped'))
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > call.limits.bodyBytes) {
      reject(unavailable(call, 'the response is too large'))
      incoming.destroy()
    } else chunks.push(chunk)
  })
  incoming.on('end', () => {
    // An error that nobody wants costs more than the reading.
    incoming.off('close', stopped)
    resolve(Buffer.concat(chunks))
  })
  incoming.on('error', reject)
  incoming.on('close', stopped)
  return promise
}

/**
 * Gives a function that tells whether a request failed on a kept connection before any byte of a response.
 */
function watchStaleness(outgoing: ClientRequest): (error: NodeJS.ErrnoException) => boolean {
  if (!outgoing.reusedSocket) return () => false
  let read = () => 0
  outgoing.once('socket', (socket) => {
    const before = socket.bytesRead
    read = () => socket.bytesRead - before
  })
  return ({ code }) => (code === 'ECONNRESET' || code === 'EPIPE') && read() === 0
}

/** Where a URL leads, as Node's client takes it. From a URL itself it would read every part anew. */
const addressOf = ({ hostname, port, pathname, search }: URL) => ({
  host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
  ...(port !== '' && { port }),
  path: pathname + search,
})

/** Set explicitly: for a DELETE, Node sends the body but no length. */
const lengthOf = ({ body }: ProviderRequest) =>
  body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }

function exchange(call: Call, connection: 'kept' | 'fresh'): Promise<ProviderResponse> {
  const { request, url, transport } = call
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) =>
      reject(error instanceof ProviderFault ? error : unavailable(call, 'no usable response', error))
    const agent = connection === 'kept' ? { agent: transport.agent } : { agent: false }
    const headers = { ...request.headers, ...lengthOf(request) }
    const outgoing = transport.request({ ...addressOf(url), method: request.method, headers, ...agent })
    const isStale = watchStaleness(outgoing)
    const deadline = endRequestAfter(call.deadline - Date.now(), outgoing, 'took too long')
    watchConnecting(outgoing, call.limits.connectMs)
    outgoing.on('close', () => forget(deadline))
    outgoing.on('error', (error) => (isStale(error) ? reject(new StaleSocket()) : fail(error)))
    outgoing.on('response', (incoming) => readResponse(call, incoming).then(resolve, fail))
    outgoing.end(request.body)
  })
}

/**
 * The HTTP port for providers, over `node:https` with kept connections. Takes the limits of a call, and the milliseconds
 * that the visit has left for providers. Redirects are not followed.
 *
 * A request is repeated only when a kept connection was closed before any byte of a response: providers drop
 * idle connections and never read such a request. Nothing else is repeated, since redeeming a code twice
 * looks like a stolen code (RFC 6749, section 4.1.2).
 */
export function createProviderHttp(
  limits: HttpLimits = defaultHttpLimits,
  msLeft: () => number = () => Number.POSITIVE_INFINITY,
): ProviderHttp {
  const transportFor = createTransports()
  return async (request) => {
    const url = new URL(request.url)
    const transport = transportFor(url)
    const timeoutMs = Math.min(request.timeoutMs ?? limits.callMs, limits.callMs, msLeft())
    const call: Call = { request, url, limits, deadline: Date.now() + timeoutMs, transport }
    // A path may name a person, so a trace has the host alone.
    return traced(
      () => ({ name: url.host, namespace: 'remote', method: request.method }),
      async () => {
        try {
          return await exchange(call, 'kept')
        } catch (error) {
          if (!(error instanceof StaleSocket)) throw error
          return exchange(call, 'fresh')
        }
      },
    )
  }
}
