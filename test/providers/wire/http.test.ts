import { createServer } from 'node:http'
import { describe, expect, test } from 'vitest'
import { createProviderHttp, defaultHttpLimits } from '../../../lib/providers/wire/http.ts'
import { get, listen, response, say } from '../bare-server.ts'
import { faultOf } from '../fault-of.ts'

describe('a call to a provider', () => {
  test('gives status, content type and body', async () => {
    const { origin } = await say((_, socket) => socket.write(response('{"name":"민지"}', '418 Teapot')))
    expect(await createProviderHttp()(get(origin))).toEqual({
      status: 418,
      contentType: 'application/json',
      body: '{"name":"민지"}',
    })
  })

  test('sends method, headers and body', async () => {
    const seen: unknown[] = []
    const origin = await listen(
      createServer(async (incoming, response) => {
        const body = await incoming.toArray()
        seen.push([incoming.method, incoming.url, incoming.headers['x-one'], `${body}`])
        seen.push(incoming.headers['content-length'])
        response.end()
      }),
    )
    await createProviderHttp()({
      method: 'POST',
      url: `${origin}/a?b=c`,
      headers: { 'x-one': '1' },
      body: 'é',
    })
    expect(seen).toEqual([['POST', '/a?b=c', '1', 'é'], '2'])
  })

  test('keeps the connection alive for the next call', async () => {
    const { origin, asked } = await say((_, socket) => socket.write(response('{}')))
    const http = createProviderHttp()
    await http(get(origin))
    await http(get(origin))
    expect(asked).toEqual([0, 0])
  })

  test('is repeated once after a closed kept-alive connection', async () => {
    const { origin, asked } = await say((count, socket) => {
      if (count === 2) socket.destroy()
      else socket.write(response(`${count}`))
    })
    const http = createProviderHttp()
    await http(get(origin))
    expect((await http(get(origin))).body).toBe('3')
    expect(asked).toEqual([0, 0, 1])
  })

  test('is repeated on a new connection, since all kept-alive ones may be closed', async () => {
    const { origin, asked } = await say((count, socket) => {
      if (count > 2 && asked.at(-1) !== 2) socket.destroy()
      else socket.write(response('{}'))
    })
    const http = createProviderHttp()
    await Promise.all([http(get(origin)), http(get(origin))])
    expect((await http(get(origin))).status).toBe(200)
    expect(asked).toHaveLength(4)
  })

  test('is repeated at most once', async () => {
    const { origin, asked } = await say((count, socket) => {
      if (count === 1) socket.write(response('{}'))
      else socket.destroy()
    })
    const http = createProviderHttp()
    await http(get(origin))
    expect((await faultOf(http(get(origin)))).why).toBe('unavailable')
    expect(asked).toEqual([0, 0, 1])
  })

  test('is not repeated when a new connection is closed', async () => {
    const { origin, asked } = await say((_, socket) => socket.destroy())
    expect((await faultOf(createProviderHttp()(get(origin)))).why).toBe('unavailable')
    expect(asked).toEqual([0])
  })

  test('is not repeated after the first byte of a response', async () => {
    const { origin, asked } = await say((count, socket) => {
      if (count === 1) socket.write(response('{}'))
      else socket.end('HTTP/1.1 20', () => socket.destroy())
    })
    const http = createProviderHttp()
    await http(get(origin))
    expect((await faultOf(http(get(origin)))).why).toBe('unavailable')
    expect(asked).toEqual([0, 0])
  })

  test.each([
    '301 Moved',
    '302 Found',
    '303 See Other',
    '307 Temporary',
    '308 Permanent',
    '304 Not Modified',
  ])('does not follow a %s', async (status) => {
    const attacker = await say((_, socket) => socket.write(response('{}')))
    const { origin } = await say((_, socket) =>
      socket.write(`HTTP/1.1 ${status}\r\nlocation: ${attacker.origin}/\r\ncontent-length: 0\r\n\r\n`),
    )
    expect((await faultOf(createProviderHttp()(get(origin)))).why).toBe('unavailable')
    expect(attacker.asked).toEqual([])
  })

  test.each([
    ['with its length', (size: number) => response('x'.repeat(size))],
    ['without one', (size: number) => `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(size)}`],
  ])('stops reading a response that is too large, %s', async (_, text) => {
    const limits = { ...defaultHttpLimits, bodyBytes: 100 }
    const { origin } = await say((count, socket) => socket.end(text(count === 1 ? 100 : 101)))
    const http = createProviderHttp(limits)
    expect((await http(get(origin))).body).toHaveLength(100)
    expect((await faultOf(http(get(origin)))).why).toBe('unavailable')
  })

  test.each([
    ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{}'],
    ['half a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from(response('xx').slice(0, -2)), Buffer.of(0xc3, 0x28)]),
    ],
  ])('is unavailable when it brings %s', async (_, bytes) => {
    const { origin } = await say((_count, socket) => socket.end(bytes))
    expect((await faultOf(createProviderHttp()(get(origin)))).why).toBe('unavailable')
  })
})
