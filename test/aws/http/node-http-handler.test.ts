import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { NodeHttpHandler as SdkHandler } from '@smithy/node-http-handler'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { NodeHttpHandler } from '../../../lib/aws/http/node-http-handler.ts'
import { isTransient } from '../../../lib/aws/transient-errors.ts'
import { portOf } from '../../../lib/stand-ins/host/port-of.ts'

/* What sends requests to AWS in the bundles sends what the SDK's handler sends, and understands the same. */

const settings = { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true }
const [ours, theirs] = [new NodeHttpHandler(settings), new SdkHandler(settings)]

let server: Server
let port: number
let respond: RequestListener
const sockets = new Set<Socket>()
beforeAll(async () => {
  server = createServer((request, response) => respond(request, response))
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = portOf(server)
})
afterAll(async () => {
  theirs.destroy()
  await new Promise((resolve) => server.close(resolve).closeAllConnections())
})
afterEach(() => sockets.clear())

const request = (more: object = {}) => ({
  method: 'POST',
  protocol: 'http:',
  hostname: '127.0.0.1',
  port,
  path: '/',
  query: {},
  headers: { host: `127.0.0.1:${port}` },
  body: '',
  ...more,
})

async function textOf(body: NodeJS.ReadableStream | string | undefined): Promise<string> {
  if (body === undefined || typeof body === 'string') return body ?? ''
  const parts: Buffer[] = []
  for await (const part of body) parts.push(Buffer.from(part))
  return Buffer.concat(parts).toString()
}

/** What a handler makes of a response, or its error. */
async function outcomeOf(handled: ReturnType<NodeHttpHandler['handle']> | ReturnType<SdkHandler['handle']>) {
  try {
    const { statusCode, headers, body } = (await handled).response
    return { statusCode, headers: { ...headers }, text: await textOf(body) }
  } catch (error) {
    return { error, isTransient: isTransient(error) }
  }
}

/** What both handlers make of the same request. */
const both = async (sent: ReturnType<typeof request>) => [
  await outcomeOf(ours.handle(sent)),
  await outcomeOf(theirs.handle(Object(sent))),
]

const seenBy = async (incoming: IncomingMessage) => {
  const { method, url, rawHeaders } = incoming
  const pairs = rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [[name.toLowerCase(), rawHeaders[at + 1]]] : [],
  )
  return { method, url, headers: pairs.toSorted(), text: await textOf(incoming) }
}

const name = fc.stringMatching(/^x-[a-z]{1,12}$/)
const value = fc.stringMatching(/^[!-~]{1,30}$/)
const headersOf = fc.dictionary(name, value, { maxKeys: 5 })
const text = fc.string({ unit: 'grapheme', maxLength: 200 })
const path = fc
  .array(
    text.filter((part) => part.isWellFormed()),
    { maxLength: 3 },
  )
  .map((parts) => `/${parts.map(encodeURIComponent).join('/')}`)
const query = fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 3 })

describe('a request', () => {
  it('arrives as that of the SDK does', async () => {
    const seen: unknown[] = []
    respond = async (incoming, response) => {
      seen.push(await seenBy(incoming))
      response.end('{}')
    }
    const inputs = fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'PUT'),
      path,
      query,
      headersOf,
      text,
      async (method, to, asked, named, body) => {
        seen.length = 0
        const headers = { host: 'x', 'content-length': `${Buffer.byteLength(body)}`, ...named }
        await both(request({ method, path: to, query: asked, headers, body }))
        expect(seen).toHaveLength(2)
        expect(seen[0]).toEqual(seen[1])
      },
    )
    await fc.assert(inputs, { numRuns: 200 })
  })

  it('goes to an address of IPv6', async () => {
    const six = createServer((_, response) => response.end('six'))
    await new Promise<void>((resolve) => six.listen(0, '::1', resolve))
    const sent = request({ hostname: '[::1]', port: portOf(six) })
    expect(await both(sent)).toMatchObject([{ text: 'six' }, { text: 'six' }])
    await new Promise((resolve) => six.close(resolve).closeAllConnections())
  })

  it('takes the connection of the one before', async () => {
    respond = (_, response) => response.end('{}')
    for (const _ of [1, 2, 3]) await ours.handle(request())
    expect(sockets.size).toBeLessThanOrEqual(1)
  })
})

describe('a response', () => {
  it('is understood as by the SDK', async () => {
    const status = fc.constantFrom(200, 201, 204, 301, 400, 403, 404, 429, 500, 503)
    const inputs = fc.asyncProperty(
      status,
      headersOf,
      text,
      fc.boolean(),
      async (code, given, body, inParts) => {
        respond = (_, response) => {
          response.writeHead(code, { ...given, 'set-cookie': ['a=1', 'b=2'], date: 'now' })
          for (const part of inParts ? [...body] : []) response.write(part)
          response.end(inParts ? undefined : body)
        }
        const [one, other] = await both(request())
        expect(one).toEqual(other)
      },
    )
    await fc.assert(inputs, { numRuns: 200 })
  })

  it.each<[string, (incoming: IncomingMessage, response: ServerResponse) => void]>([
    ['that never comes, and the connection ends', (incoming) => incoming.socket.destroy()],
    ['that is no HTTP', (incoming) => incoming.socket.end('nonsense\r\n\r\n')],
    [
      'that is cut off',
      (incoming, response) =>
        response.writeHead(200, { 'content-length': '9' }).write('{', () => incoming.socket.destroy()),
    ],
  ])('%s is the error that it is at the SDK', async (_, listener) => {
    respond = listener
    const [one, other] = await both(request())
    expect(one).toHaveProperty('error.code')
    expect(one).toMatchObject({
      error: { name: expect.stringMatching(/Error$/) },
      isTransient: other?.isTransient,
    })
    const { code } = Object(Object(other).error)
    expect(one).toHaveProperty('error.code', code)
  })

  it('that nobody serves is an outage', async () => {
    const gone = createTcpServer()
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const closed = request({ port: portOf(gone) })
    await new Promise((resolve) => gone.close(resolve))
    const outage = { error: { code: 'ECONNREFUSED' }, isTransient: true }
    expect(await both(closed)).toMatchObject([outage, outage])
  })
})

describe('a time that is over', () => {
  const late = { error: { name: 'TimeoutError', code: 'ETIMEDOUT' }, isTransient: true }

  it('ends a request without a response', async () => {
    let ended = 0
    respond = (incoming) => void incoming.socket.once('close', () => (ended += 1))
    expect(await outcomeOf(ours.handle(request(), { requestTimeout: 30 }))).toMatchObject(late)
    expect(await outcomeOf(theirs.handle(Object(request()), { requestTimeout: 30 }))).toMatchObject(late)
    await expect.poll(() => ended).toBe(2)
  })

  it('ends a response that stops, which the SDK would read for ever', async () => {
    respond = (_, response) => void response.writeHead(200, { 'content-length': '9' }).write('{')
    expect(await outcomeOf(ours.handle(request(), { requestTimeout: 30 }))).toMatchObject(late)
  })

  it('ends no request that was responded to', async () => {
    respond = (_, response) => response.end('{}')
    await ours.handle(request(), { requestTimeout: 30 })
    const [socket] = sockets
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(socket?.destroyed ?? false).toBe(false)
  })
})
