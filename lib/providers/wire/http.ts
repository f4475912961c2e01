import type { ClientRequest, IncomingMessage } from 'node:http'
import { ProviderFault } from '../../domain/visit/provider-fault.ts'
import { createTransports, type Transport } from './transport.ts'

/** One call to a provider, as an adapter builds it. */
export interface ProviderRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds that this call may take in all, when that is less than the limit of all calls. */
  readonly timeoutMs?: number
}

/** What came back, read to its end: 2xx, 4xx or 5xx. */
export interface ProviderResponse {
  readonly status: number
  readonly contentType: string
  readonly body: string
}

/**
 * Calls a provider. Throws `ProviderFault('unavailable')`, and nothing else, for whatever did not bring a
 * whole answer in time.
 */
export type ProviderHttp = (request: ProviderRequest) => Promise<ProviderResponse>

/** How long a call may take, and how much it may bring. */
export interface HttpLimits {
  readonly connectMs: number
  readonly callMs: number
  readonly bodyBytes: number
}

export const defaultLimits: HttpLimits = { connectMs: 1_000, callMs: 3_000, bodyBytes: 256 * 1024 }

/** The provider had closed a kept connection before our request reached it. */
class StaleSocket extends Error {}

interface Call {
  readonly request: ProviderRequest
  readonly url: URL
  readonly limits: HttpLimits
  readonly deadline: number
  readonly transport: Transport
}

/** What operators read: neither the query nor a header, which may hold a token. */
const unavailable = ({ request, url }: Call, what: string, cause?: unknown): ProviderFault =>
  new ProviderFault('unavailable', `${request.method} ${url.origin}${url.pathname}: ${what}`, cause)

async function readAnswer(call: Call, incoming: IncomingMessage): Promise<ProviderResponse> {
  const status = incoming.statusCode ?? 0
  if (status >= 300 && status < 400) {
    // Following would hand the code, the secret or the token to whoever the answer names.
    incoming.destroy()
    throw unavailable(call, `answered ${status}, a redirect`)
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > call.limits.bodyBytes) throw unavailable(call, 'the answer is too large')
    chunks.push(bytes)
  }
  const body = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  return { status, contentType: incoming.headers['content-type'] ?? '', body }
}

/**
 * Ends a request after a while. A process that was busy, or frozen as an idle Lambda is, sees the timer
 * before the answer that has long arrived: the answer gets its turn first.
 */
function endAfter(ms: number, outgoing: ClientRequest, why: string, isDue = () => true): NodeJS.Timeout {
  const end = () => {
    if (isDue()) outgoing.destroy(new Error(why))
  }
  return setTimeout(() => setImmediate(end), ms)
}

/** Ends a request whose connection does not come about in time. */
function watchConnecting(outgoing: ClientRequest, { connectMs }: HttpLimits): void {
  outgoing.once('socket', (socket) => {
    if (!socket.connecting) return
    const why = `no connection within ${connectMs} ms`
    const timer = endAfter(connectMs, outgoing, why, () => socket.connecting)
    socket.once('connect', () => clearTimeout(timer))
    socket.once('close', () => clearTimeout(timer))
  })
}

/** Tells afterwards whether a request failed on a kept connection without a single byte of an answer. */
function watchStaleness(outgoing: ClientRequest): (error: NodeJS.ErrnoException) => boolean {
  let read = () => 0
  outgoing.once('socket', (socket) => {
    const before = socket.bytesRead
    read = () => socket.bytesRead - before
  })
  return ({ code }) => outgoing.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE') && read() === 0
}

/** Told by us: of a DELETE, Node would send the body and not say that there is one. */
const lengthOf = ({ body }: ProviderRequest) =>
  body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }

function exchange(call: Call, connection: 'kept' | 'fresh'): Promise<ProviderResponse> {
  const { request, url, transport } = call
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) =>
      reject(error instanceof ProviderFault ? error : unavailable(call, 'no usable answer', error))
    const agent = connection === 'kept' ? { agent: transport.agent } : { agent: false }
    const headers = { ...request.headers, ...lengthOf(request) }
    const outgoing = transport.request(url, { method: request.method, headers, ...agent })
    const isStale = watchStaleness(outgoing)
    const timer = endAfter(call.deadline - Date.now(), outgoing, 'took too long')
    watchConnecting(outgoing, call.limits)
    outgoing.once('close', () => clearTimeout(timer))
    outgoing.on('error', (error) => (isStale(error) ? reject(new StaleSocket()) : fail(error)))
    outgoing.once('response', (incoming) => readAnswer(call, incoming).then(resolve, fail))
    outgoing.end(request.body)
  })
}

/**
 * The port for calls to providers, over `node:https` with kept connections. Redirects are not followed.
 *
 * A request is sent a second time only when a kept connection turns out to be closed before any byte of an
 * answer: a provider drops idle connections, and such a request was not read. Nothing else is repeated
 * here, since a code that is redeemed twice is a code that is reported as stolen (RFC 6749, section 4.1.2).
 */
export function createProviderHttp(limits: HttpLimits = defaultLimits): ProviderHttp {
  const transportFor = createTransports()
  return async (request) => {
    const url = new URL(request.url)
    const transport = transportFor(url)
    const timeoutMs = Math.min(request.timeoutMs ?? limits.callMs, limits.callMs)
    const call: Call = { request, url, limits, deadline: Date.now() + timeoutMs, transport }
    try {
      return await exchange(call, 'kept')
    } catch (error) {
      if (!(error instanceof StaleSocket)) throw error
      return exchange(call, 'fresh')
    }
  }
}
