import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { portOf } from '../../stand-ins/host/port-of.ts'
import { gatewayFailure } from './api-gateway-response.ts'
import { type Header, type LocalRequest, type LocalResponse, localJsonResponse } from './exchange.ts'

/** The gateway's limits (API Gateway quotas for HTTP APIs). */
const maxBodyBytes = 10 * 1024 * 1024
const maxHeaderBytes = 10_240

const tooLarge = localJsonResponse(413, { message: 'Request Entity Too Large' })
const headersTooLarge =
  'HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'

/** Connections that may wait. With Node's 511, a flood gets no response at all: Node takes few connections at a time. */
const backlog = 4096

/** A running server. */
export interface LocalServer {
  readonly port: number
  stop(): Promise<void>
}

/**
 * Listens on loopback and passes every request to `respond`, within the gateway's size limits. `port` 0 takes
 * a free port. Throws the system's error when it cannot listen, usually `EADDRINUSE`.
 */
export async function startServer(
  port: number,
  respond: (request: LocalRequest) => Promise<LocalResponse>,
): Promise<LocalServer> {
  const server = createServer({ maxHeaderSize: maxHeaderBytes }, (incoming, outgoing) => {
    void serve(incoming, outgoing, respond)
  })
  // As long as a load balancer keeps an idle connection. Node's 5 seconds end one just as a busy client sends on it.
  server.keepAliveTimeout = 75_000
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable && error.code === 'HPE_HEADER_OVERFLOW') socket.end(headersTooLarge)
    else socket.destroy()
  })
  await listen(server, port)
  return { port: portOf(server), stop: () => close(server) }
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  respond: (request: LocalRequest) => Promise<LocalResponse>,
): Promise<void> {
  try {
    const body = await bodyOf(incoming)
    send(outgoing, body === undefined ? tooLarge : await respond(requestOf(incoming, body)))
  } catch (error) {
    // A client that disconnects early gets nothing. Any other error is a fault of the local stack.
    if (incoming.complete) console.error(error)
    send(outgoing, gatewayFailure)
  }
}

/** Reads the whole body. Undefined for a body beyond the gateway's limit. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBodyBytes) return undefined
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    size += bytes.length
    if (size > maxBodyBytes) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function requestOf(incoming: IncomingMessage, body: Buffer): LocalRequest {
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    httpVersion: incoming.httpVersion,
    headers: pairs(incoming.rawHeaders),
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
    body,
    receivedAt: new Date(),
  }
}

function pairs(raw: readonly string[]): readonly Header[] {
  const headers: Header[] = []
  for (let index = 0; index + 1 < raw.length; index += 2)
    headers.push([raw[index] ?? '', raw[index + 1] ?? ''])
  return headers
}

function send(outgoing: ServerResponse, { status, headers, body }: LocalResponse): void {
  if (outgoing.destroyed || outgoing.headersSent) return
  outgoing.statusCode = status
  for (const [name, value] of headers) outgoing.appendHeader(name, value)
  // The unread rest of a body would be parsed as the next request.
  if (!outgoing.req.complete) outgoing.setHeader('connection', 'close')
  outgoing.end(body)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', backlog }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Browsers keep their connections open, so all are closed to let the process end. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)))
    server.closeAllConnections()
  })
}
