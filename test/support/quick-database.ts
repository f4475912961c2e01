import { connect } from 'node:net'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { inject } from 'vitest'

/*
 * A request to the database of this run costs half of the usual time. The database checks no signature and reads no
 * user agent, so neither is made, and a plain socket replaces Node's HTTP client. What the SDK writes and reads, its
 * errors and its retries stay the SDK's. Requests to other places go the usual way.
 */

interface Request {
  readonly hostname: string
  readonly port?: number
  readonly headers: Record<string, string>
  readonly body?: Uint8Array | string
}

/** A response as the SDK reads it. */
interface Response {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** A kept-alive connection that carries one request at a time. */
interface Connection {
  isOpen(): boolean
  send(request: Request): Promise<Response>
}

/** The form of a signature. The database refuses a request without it, and looks no further. */
const signature = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/19700101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '19700101T000000Z',
}
const skipped = ['httpSigningMiddleware', 'getUserAgentMiddleware', 'loggerMiddleware']

const quick = new WeakSet<object>()
const idle: Connection[] = []

/** Makes the requests of a client to the database of this run cheap. Calling it again changes nothing. */
export function quicken({ config, middlewareStack }: DynamoDBDocumentClient): void {
  if (quick.has(config)) return
  quick.add(config)
  const { requestHandler } = config
  const { hostname, port } = new URL(inject('databaseEndpoint'))
  for (const name of skipped) middlewareStack.remove(name)
  config.requestHandler = {
    destroy: () => requestHandler.destroy?.(),
    handle: async (request, options) => {
      Object.assign(request.headers, signature)
      const isOurs = request.hostname === hostname && request.port === Number(port)
      return isOurs ? { response: await exchange(request) } : requestHandler.handle(request, options)
    },
  }
}

async function exchange(request: Request): Promise<Response> {
  const connection = idle.pop() ?? open(request)
  const response = await connection.send(request)
  if (connection.isOpen()) idle.push(connection)
  return response
}

function open({ hostname, port = 80 }: Request): Connection {
  const socket = connect(port, hostname).setNoDelay().unref()
  let received = Buffer.alloc(0)
  let waiting: PromiseWithResolvers<Response> | undefined
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    const response = responseIn(received)
    if (response === undefined) return
    received = Buffer.alloc(0)
    waiting?.resolve(response)
  })
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () =>
    waiting?.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })),
  )
  return {
    isOpen: () => !socket.destroyed,
    send: (request) => {
      waiting = Promise.withResolvers()
      socket.write(bytesOf(request))
      return waiting.promise
    },
  }
}

function bytesOf({ headers, body = '' }: Request): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.concat([Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`), Buffer.from(body)])
}

/** The response in these bytes once they hold all of it. The database names the length of every body. */
function responseIn(bytes: Buffer): Response | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [status = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const body = bytes.subarray(end + 4)
  if (body.length < Number(headers['content-length'])) return undefined
  return { statusCode: Number(status.split(' ')[1]), headers, body }
}
