import { describe, expect, it } from 'vitest'
import { toEvent } from '../../../lib/local/gateway/api-gateway-event.ts'
import type { LocalRequest } from '../../../lib/local/gateway/exchange.ts'

const door = { routeKey: 'GET /login/{provider}', pathParameters: { provider: 'kakao' } }

function request(over: Partial<LocalRequest> = {}): LocalRequest {
  return {
    method: 'GET',
    target: '/login/kakao',
    httpVersion: '1.1',
    headers: [['Host', 'localhost:3000']],
    sourceIp: '127.0.0.1',
    body: Buffer.alloc(0),
    receivedAt: new Date('2026-03-12T19:03:58.390Z'),
    ...over,
  }
}

const eventOf = (over: Partial<LocalRequest> = {}) => toEvent(request(over), door, 'request-1')
const json = (body: string): Partial<LocalRequest> => ({
  method: 'POST',
  headers: [['content-type', 'application/json; charset=utf-8']],
  body: Buffer.from(body),
})

describe('the event of a request', () => {
  it('has lower-case header names and joins repeated headers with a comma', () => {
    const { headers } = eventOf({
      headers: [
        ['Accept-Language', 'ko'],
        ['X-Thing', 'one'],
        ['x-thing', 'two'],
      ],
    })
    expect(headers).toMatchObject({ 'accept-language': 'ko', 'x-thing': 'one,two' })
  })

  it('moves cookies out of the headers, also from several headers', () => {
    const { cookies, headers } = eventOf({
      headers: [
        ['Cookie', 'a=1; b="2 3"'],
        ['cookie', 'c=4'],
      ],
    })
    expect(cookies).toEqual(['a=1', 'b="2 3"', 'c=4'])
    expect(headers).not.toHaveProperty('cookie')
  })

  it('has no cookies, query or body where the request has none', () => {
    const event = eventOf()
    expect(event).not.toHaveProperty('cookies')
    expect(event).not.toHaveProperty('queryStringParameters')
    expect(event).not.toHaveProperty('body')
    expect(event).toMatchObject({ version: '2.0', rawQueryString: '', isBase64Encoded: false })
  })

  it('keeps the raw query, and decodes and joins its values', () => {
    const event = eventOf({ target: '/login/kakao?state=a%2Fb&scope=x+y&state=c' })
    expect(event.rawQueryString).toBe('state=a%2Fb&scope=x+y&state=c')
    expect(event.queryStringParameters).toEqual({ state: 'a/b,c', scope: 'x y' })
  })

  it('decodes the raw path and cuts it at a decoded question mark', () => {
    expect(eventOf({ target: '/login/%EC%B9%B4' }).rawPath).toBe('/login/카')
    expect(eventOf({ target: '/login/kakao%3Fadmin=true?x=1' }).rawPath).toBe('/login/kakao')
  })

  it('passes the parameters of the path and the key of the route', () => {
    const event = eventOf()
    expect(event.pathParameters).toEqual({ provider: 'kakao' })
    expect([event.routeKey, event.requestContext.routeKey]).toEqual([door.routeKey, door.routeKey])
    expect(toEvent(request(), { routeKey: '$default', pathParameters: {} }, 'x')).not.toHaveProperty(
      'pathParameters',
    )
  })

  it.each(['application/json', 'text/plain;charset=utf-8', 'application/xml', 'application/javascript'])(
    'passes a body of %s as text',
    (type) => {
      const event = eventOf({ ...json('{"이름":"김"}'), headers: [['content-type', type]] })
      expect(event).toMatchObject({ body: '{"이름":"김"}', isBase64Encoded: false })
    },
  )

  it.each(['application/x-www-form-urlencoded', 'image/png', 'application/problem+json', ''])(
    'passes a body of type "%s" in base64',
    (type) => {
      const event = eventOf({ ...json('code=1'), headers: type === '' ? [] : [['content-type', type]] })
      expect(event).toMatchObject({ body: Buffer.from('code=1').toString('base64'), isBase64Encoded: true })
    },
  )

  it('names caller, time and protocol', () => {
    const event = eventOf({ method: 'POST', headers: [['User-Agent', 'a browser']] })
    expect(event.requestContext).toMatchObject({
      http: {
        method: 'POST',
        path: '/login/kakao',
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'a browser',
      },
      requestId: 'request-1',
      stage: '$default',
      time: '12/Mar/2026:19:03:58 +0000',
      timeEpoch: Date.parse('2026-03-12T19:03:58.390Z'),
    })
  })

  it('appends the caller to the forwarded addresses', () => {
    expect(eventOf({ headers: [['X-Forwarded-For', '203.0.113.9']] }).headers['x-forwarded-for']).toBe(
      '203.0.113.9, 127.0.0.1',
    )
  })
})
