import { gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'
import { type RawRequest, rawRequest } from './raw-request.ts'

/*
 * Mallory sends more than anybody needs, to fill the memory or the bill: large bodies, bodies without a length,
 * bodies that grow when unpacked.
 * Defence: a body of more than 32 KB is refused before it is parsed, of any kind. Packed bodies are never unpacked.
 * The gateway in front stops at 10 MB.
 */
const it = testWithStack()

const limit = 32 * 1024
const json = { 'content-type': 'application/json' }
const posts = ['/login/kakao', '/callback/kakao', '/token', '/register', '/logout']

const inVain = (stack: TestStack, request: RawRequest) =>
  writesNothing(stack, () => asksNobody(stack, () => rawRequest(stack, request)))

/** JSON of exactly this many bytes. */
const jsonOf = (bytes: number): string => `{"x":"${'a'.repeat(bytes - 8)}"}`

describe.each(posts)('POST %s', (path) => {
  it('refuses one byte above the limit', async ({ stack }) => {
    expect(Buffer.byteLength(jsonOf(limit))).toBe(limit)
    const most = await inVain(stack, { method: 'POST', path, headers: json, body: jsonOf(limit) })
    expect(most).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    const more = await inVain(stack, { method: 'POST', path, headers: json, body: jsonOf(limit + 1) })
    expect(more).toMatchObject({ status: 413, body: { code: 'payload_too_large', status: 413 } })
    expect(more.headers['content-type']).toBe('application/problem+json')
  })

  it.for([64 * 1024 + 1, 6 * 1024 * 1024])('refuses %d bytes', async (bytes, { stack }) => {
    expect(await inVain(stack, { method: 'POST', path, headers: json, body: jsonOf(bytes) })).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    })
  })
})

describe('a body', () => {
  it('above the gateway’s limit is refused, with a length and without one', async ({ stack }) => {
    const piece = Buffer.alloc(1024 * 1024, 'a')
    const whole = {
      method: 'POST',
      path: '/token',
      headers: json,
      body: Buffer.alloc(11 * piece.length, 'a'),
    }
    // A sender that continues may be cut off before it reads the response.
    const responses = await Promise.allSettled([
      inVain(stack, whole),
      inVain(stack, { ...whole, body: Array.from({ length: 11 }, () => piece) }),
    ])
    for (const response of responses) {
      if (response.status === 'fulfilled') expect(response.value.status).toBe(413)
      else expect(response.reason).toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) })
    }
    expect(await rawRequest(stack, { method: 'GET', path: '/health' })).toMatchObject({ status: 200 })
  })

  it('in pieces counts as a whole', async ({ stack }) => {
    const body = [jsonOf(limit + 1).slice(0, 20_000), jsonOf(limit + 1).slice(20_000)]
    expect(await inVain(stack, { method: 'POST', path: '/token', headers: json, body })).toMatchObject({
      status: 413,
    })
    const small = await inVain(stack, {
      method: 'POST',
      path: '/token',
      headers: json,
      body: ['{"tick', 'et":1}'],
    })
    expect(small).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('is counted in bytes, not in letters', async ({ stack }) => {
    const body = `{"x":"${'가'.repeat(11_000)}"}`
    expect(await inVain(stack, { method: 'POST', path: '/token', headers: json, body })).toMatchObject({
      status: 413,
    })
  })

  it.for(['gzip', 'deflate', 'br'])('with the encoding %s is not unpacked', async (encoding, { stack }) => {
    const bomb = gzipSync(Buffer.alloc(20 * 1024 * 1024, 'a'))
    expect(bomb.length).toBeLessThan(limit)
    const headers = { ...json, 'content-encoding': encoding }
    const response = await inVain(stack, { method: 'POST', path: '/token', headers, body: bomb })
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('that is too large is refused for its size before its type', async ({ stack }) => {
    const request = { method: 'POST', path: '/token', headers: { 'content-type': 'text/plain' } }
    expect(await inVain(stack, { ...request, body: jsonOf(limit + 1) })).toMatchObject({ status: 413 })
  })
})

describe('headers', () => {
  it('above the gateway’s limit are refused', async ({ stack }) => {
    const headers = { 'x-long': 'a'.repeat(10_300) }
    expect((await inVain(stack, { method: 'GET', path: '/health', headers })).status).toBe(431)
  })

  it('just below the limit do no harm', async ({ stack }) => {
    const headers = { 'accept-language': 'en,'.repeat(3000) }
    expect((await inVain(stack, { method: 'GET', path: '/nowhere', headers })).status).toBe(404)
  })
})
