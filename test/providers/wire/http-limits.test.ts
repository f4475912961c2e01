import dns from 'node:dns'
import type { Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  createProviderHttp,
  defaultHttpLimits,
  type ProviderRequest,
} from '../../../lib/providers/wire/http.ts'
import { get, response, say } from '../bare-server.ts'
import { faultOf } from '../fault-of.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Calls a server that `reply` keeps silent, and moves the time. Expects the call to end at `ms`, not earlier. */
async function expectEndAt(
  ms: number,
  callMs: number,
  more: Partial<ProviderRequest> = {},
  reply: (socket: Socket) => void = () => undefined,
): Promise<void> {
  const arrived = Promise.withResolvers<void>()
  const { origin } = await say((_, socket) => {
    reply(socket)
    arrived.resolve()
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] })
  const ended = vi.fn()
  const fault = faultOf(createProviderHttp({ ...defaultHttpLimits, callMs })(get(origin, more))).finally(
    ended,
  )
  await arrived.promise
  vi.advanceTimersByTime(ms - 1)
  for (let turn = 0; turn < 10; turn += 1) await setImmediate()
  expect(ended).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect((await fault).why).toBe('unavailable')
}

describe('a call to a provider', () => {
  test('ends in time when the response never starts', () => expectEndAt(100, 100))

  test('ends in time when the response trickles', () =>
    expectEndAt(100, 100, {}, (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
      const timer = setInterval(() => socket.write('x'), 10)
      socket.on('close', () => clearInterval(timer))
    }))

  test('accepts a response that arrived while the process was busy', async () => {
    const { origin } = await say((asked, socket) => {
      socket.write(response('{}'))
      // The response is under way, and nothing in this process can read it before the time is over.
      for (const until = Date.now() + 150; asked === 2 && Date.now() < until; );
    })
    const http = createProviderHttp({ ...defaultHttpLimits, callMs: 100 })
    await http(get(origin))
    await expect(http(get(origin))).resolves.toMatchObject({ status: 200 })
  })

  test('ends sooner on request, and not later', async () => {
    await expectEndAt(20, 200, { timeoutMs: 20 })
    vi.useRealTimers()
    await expectEndAt(200, 200, { timeoutMs: 5_000 })
  })

  test('ends in time when no connection is made', async () => {
    vi.spyOn(dns, 'lookup').mockReturnValue(undefined)
    const http = createProviderHttp({ ...defaultHttpLimits, connectMs: 50, callMs: 5_000 })
    const fault = await faultOf(http(get('https://kapi.kakao.com/v2/user/me')))
    expect([fault.why, String(fault.cause)]).toEqual(['unavailable', 'Error: no connection within 50 ms'])
  })

  test('is unavailable when nobody listens, the name is unknown, or the server speaks no TLS', async () => {
    const { origin } = await say((_, socket) => socket.end(response('{}')))
    const http = createProviderHttp()
    for (const url of ['http://127.0.0.1:1/', 'https://nobody.invalid/', origin.replace('http:', 'https:')]) {
      expect((await faultOf(http(get(url)))).why).toBe('unavailable')
    }
  })

  test.each([
    'http://kapi.kakao.com/',
    'http://10.0.0.1/',
    'http://127.0.0.1.example.com/',
    'ftp://localhost/',
  ])('never leaves the machine in plain text (%s)', async (url) => {
    const looked = vi.spyOn(dns, 'lookup')
    expect((await faultOf(createProviderHttp()(get(url)))).message).toMatch(/not https/)
    expect(looked).not.toHaveBeenCalled()
  })

  test('hides query and headers in a fault', async () => {
    const { origin } = await say((_, socket) => socket.destroy())
    const request = get(`${origin}/path?code=s3cret`, { headers: { authorization: 'Bearer t0ken' } })
    const fault = await faultOf(createProviderHttp()(request))
    expect(fault.message).toContain('/path')
    expect(`${fault.message} ${fault.cause} ${JSON.stringify(fault.cause)}`).not.toMatch(/s3cret|t0ken/)
  })
})
