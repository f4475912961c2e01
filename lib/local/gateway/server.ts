import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gatewayFailure } from './api-gateway-response.ts'
import { type Header, jsonAnswer, type LocalRequest, type LocalResponse } from './exchange.ts'

/** What the gateway lets through (API Gateway quotas for HTTP APIs). */
const mostBodyBytes = 10 * 1024 * 1024
const mostHeaderBytes = 10_240

const tooLarge = jsonAnswer(413, { message: 'Request Entity Too Large' })
const headersTooLarge =
  'HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'

export interface LocalServer {
  readonly port: number
  stop(): Promise<void>
}

/**
 * Listens on loopback only and hands every request to `answer`, with the gateway's limits of size.
 * `port` 0 takes a free one. Rejects with the system's error, `EADDRINUSE` above all, when it cannot listen.
 */
export async function startServer(
  port: number,
  answer: (request: LocalRequest) => Promise<LocalResponse>,
): Promise<LocalServer> {
  const server = createServer({ maxHeaderSize: mostHeaderBytes }, (incoming, outgoing) => {
    void serve(incoming, outgoing, answer)
  })
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
  answer: (request: LocalRequest) => Promise<LocalResponse>,
): Promise<void> {
  try {
    const body = await bodyOf(incoming)
    send(outgoing, body === undefined ? tooLarge : await answer(requestOf(incoming, body)))
  } catch (error) {
    // Whoever hangs up half-way gets nothing; everything else is a fault of the laptop's own.
    if (incoming.complete) console.error(error)
    send(outgoing, gatewayFailure)
  }
}

/** Reads the whole body; `undefined` once it is larger than the gateway takes. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > mostBodyBytes) return undefined
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    size += bytes.length
    if (size > mostBodyBytes) return undefined
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
  // A body that was not read to its end would be taken for the next request.
  if (!outgoing.req.complete) outgoing.setHeader('connection', 'close')
  outgoing.end(body)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

/** Browsers keep their connections open; they are cut, so that nothing holds the process. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)))
    server.closeAllConnections()
  })
}
