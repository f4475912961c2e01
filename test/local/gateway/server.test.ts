import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LocalRequest } from '../../../lib/local/gateway/exchange.ts'
import { type LocalServer, startServer } from '../../../lib/local/gateway/server.ts'

const seen: LocalRequest[] = []
let server: LocalServer
let origin: string

beforeAll(async () => {
  server = await startServer(0, async (request) => {
    seen.push(request)
    return {
      status: 200,
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
      body: String(request.body.length),
    }
  })
  origin = `http://127.0.0.1:${server.port}`
})
afterAll(() => server.stop())

const post = (body: Buffer) => fetch(origin, { method: 'POST', body: new Uint8Array(body) })
const mebibyte = 1024 * 1024

/** Sends raw bytes, which an HTTP client would refuse. */
function speak(bytes: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1')
  socket.end(bytes)
  return text(socket)
}

describe('the local server', () => {
  it('sends several cookies as several headers', async () => {
    const response = await fetch(origin)
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('passes the target undecoded, and repeated headers one by one', async () => {
    await speak(
      'GET /a%2Fb?x=%20 HTTP/1.1\r\nHost: x\r\nX-Thing: 1\r\nx-thing: 2\r\nConnection: close\r\n\r\n',
    )
    const last = seen.at(-1)
    expect(last?.target).toBe('/a%2Fb?x=%20')
    expect(last?.headers.filter(([name]) => name.toLowerCase() === 'x-thing')).toHaveLength(2)
  })

  it('accepts a body of 10 MiB and refuses one byte more', async () => {
    expect(await (await post(Buffer.alloc(10 * mebibyte))).text()).toBe(String(10 * mebibyte))
    const seenBefore = seen.length
    expect((await post(Buffer.alloc(10 * mebibyte + 1))).status).toBe(413)
    expect(seen).toHaveLength(seenBefore)
  })

  it('refuses headers of more than 10,240 bytes', async () => {
    const request = (length: number) =>
      `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(length)}\r\nConnection: close\r\n\r\n`
    expect(await speak(request(9_000))).toMatch(/^HTTP\/1.1 200 /)
    expect(await speak(request(10_500))).toMatch(/^HTTP\/1.1 431 /)
  })

  it('reports a port that is in use', async () => {
    const second = startServer(server.port, async () => ({ status: 200, headers: [], body: '' }))
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  it('stops while a client holds its connection open', async () => {
    const short = await startServer(0, async () => ({ status: 200, headers: [], body: '' }))
    await fetch(`http://127.0.0.1:${short.port}`)
    await short.stop()
    await expect(fetch(`http://127.0.0.1:${short.port}`)).rejects.toThrow()
  })
})
