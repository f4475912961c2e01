import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { invoke } from '../../lib/local/functions.ts'
import { toEvent } from '../../lib/local/payload.ts'
import { matchRoute } from '../../lib/local/route-match.ts'
import type { RouteId } from '../../lib/routes.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { writesNothing } from './nothing-written.ts'

/*
 * The gateway, or whoever can call a function past it, tells a request in another shape than the usual one:
 * names of headers in capitals, a body in base64, no headers or cookies at all, a stage in front of the path, a
 * parameter that is still encoded. A function makes one normal form of whatever it is handed, so no shape leads
 * past a check, and none makes it fail.
 */
let house: TestHouse
let minji: Visitor
beforeAll(async () => {
  house = await openHouse()
  minji = visitor(house)
  await minji.signUp('minji')
})
afterAll(() => house.stop())

interface Asked {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

const answerSchema = v.object({
  statusCode: v.number(),
  headers: v.record(v.string(), v.string()),
  body: v.optional(v.string(), ''),
  cookies: v.optional(v.array(v.string()), []),
})

/** The event that the gateway would make of a request. */
function eventOf({ method, path, headers = {}, body = '' }: Asked): APIGatewayProxyEventV2 {
  const request = {
    method,
    target: path,
    httpVersion: '1.1',
    headers: Object.entries(headers),
    sourceIp: '127.0.0.1',
    body: Buffer.from(body),
    receivedAt: new Date(),
  }
  return toEvent(request, matchRoute(method, path.split('?')[0] ?? '').door, 'a-request')
}

async function ask(id: RouteId, event: APIGatewayProxyEventV2) {
  const { statusCode, headers, body, cookies } = v.parse(answerSchema, await invoke(id, event))
  return { status: statusCode, headers, cookies, text: body }
}

const json = { 'content-type': 'application/json' }
const startOf = (): Asked => ({
  method: 'POST',
  path: '/login/kakao',
  headers: json,
  body: JSON.stringify({ clientId: 'web', codeChallenge: minji.secret.codeChallenge }),
})
const meOf = (): Asked => ({
  method: 'GET',
  path: '/me',
  headers: { authorization: `Bearer ${minji.accessToken}` },
})
const refreshOf = (): Asked => ({
  method: 'POST',
  path: '/token',
  headers: { origin: house.origin, cookie: minji.cookies.header() ?? '' },
})

type Reshape = (event: APIGatewayProxyEventV2) => APIGatewayProxyEventV2

const named =
  (rename: (name: string) => string): Reshape =>
  (event) => ({
    ...event,
    headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [rename(name), value])),
  })

/** Says the same in another way. */
const shapes: Readonly<Record<string, Reshape>> = {
  'as the gateway tells it': (event) => event,
  'with names in capitals': named((name) => name.toUpperCase()),
  'with Names Like These': named((name) => name.replace(/(^|-)[a-z]/g, (first) => first.toUpperCase())),
  'with the body in base64': (event) =>
    event.body === undefined
      ? { ...event, isBase64Encoded: true }
      : { ...event, body: Buffer.from(event.body).toString('base64'), isBase64Encoded: true },
  'with a stage in front of the path': (event) => ({ ...event, rawPath: `/prod${event.rawPath}` }),
  'with a path that lies': (event) => ({ ...event, rawPath: '/health' }),
  'with a method in small letters': (event) => ({
    ...event,
    requestContext: {
      ...event.requestContext,
      http: { ...event.requestContext.http, method: event.requestContext.http.method.toLowerCase() },
    },
  }),
  'with a parsed query that lies': (event) => ({
    ...event,
    queryStringParameters: { provider: 'google', clientId: 'app' },
  }),
  'with cookies in the headers that lie': (event) => ({
    ...event,
    headers: { ...event.headers, cookie: 'a=b' },
  }),
  'with an authorizer that nobody configured': (event) => ({
    ...event,
    requestContext: { ...event.requestContext, authorizer: { jwt: { claims: { sub: 'x' }, scopes: [] } } },
  }),
}

describe.each(Object.entries(shapes))('a request %s', (_name, reshape) => {
  it('starts a visit', async () => {
    const answer = await ask('login', reshape(eventOf(startOf())))
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text)).toMatchObject({ transaction: expect.any(String) })
  })

  it('shows the member', async () => {
    const answer = await ask('me', reshape(eventOf(meOf())))
    expect(answer.status).toBe(200)
    expect(JSON.parse(answer.text)).toMatchObject({ email: 'minji.kim@example.com' })
  })

  it('renews the session by its cookie', async () => {
    const answer = await ask('token', reshape(eventOf(refreshOf())))
    expect(answer.status).toBe(200)
    expect(answer.cookies).toHaveLength(1)
  })
})

describe('a request that lacks a part', () => {
  it('shows nobody without headers', async () => {
    const { headers: _none, ...event } = eventOf(meOf())
    const answer = await ask('me', { ...event, headers: {} })
    expect(answer.status).toBe(401)
  })

  it('renews nothing without cookies, or with a cookie among the headers', async () => {
    const { cookies = [], ...event } = eventOf(refreshOf())
    expect(cookies.join()).toContain('__Host-ieum-refresh-web=')
    const told = { ...event, headers: { ...event.headers, cookie: cookies.join('; ') } }
    for (const shape of [event, told]) {
      const answer = await writesNothing(house, () => ask('token', shape))
      expect(answer.status).toBe(401)
    }
  })

  it('is an empty one without a body', async () => {
    const { body: _none, ...event } = eventOf({ ...startOf(), headers: {} })
    expect((await ask('login', event)).status).toBe(400)
    expect((await ask('logout', { ...event, routeKey: 'POST /logout' })).status).toBe(204)
  })

  it('has no provider without parameters of the path', async () => {
    const { pathParameters: _none, ...event } = eventOf(startOf())
    expect((await ask('login', event)).status).toBe(404)
  })

  it('finds nothing by a key that is of another function, or of none', async () => {
    for (const routeKey of ['GET /me', '$default', '', 'POST /login/kakao', '__proto__']) {
      const answer = await writesNothing(house, () => ask('login', { ...eventOf(startOf()), routeKey }))
      expect(answer.status).toBe(404)
    }
  })
})

describe('a body in base64', () => {
  it.each(['%%%', 'eyJ', '\0', 'e30=e30='])(
    'that is none is read as far as it goes, and no further: %j',
    async (body) => {
      const answer = await writesNothing(house, () =>
        ask('login', { ...eventOf(startOf()), body, isBase64Encoded: true }),
      )
      expect(answer.status).toBe(400)
    },
  )

  it('is measured unpacked', async () => {
    const body = Buffer.alloc(32 * 1024 + 1, ' ').toString('base64')
    const answer = await ask('login', { ...eventOf(startOf()), body, isBase64Encoded: true })
    expect(answer.status).toBe(413)
  })
})

describe('a path parameter', () => {
  it.each(['kakao/..', 'kakao%2F..', 'kak%61o', '../kakao', 'kakao\0', 'KAKAO', ' kakao', '{provider}', ''])(
    'is the provider to the letter: %j',
    async (provider) => {
      const event = { ...eventOf(startOf()), pathParameters: { provider } }
      const answer = await writesNothing(house, () => ask('login', event))
      expect(answer.status).toBe(404)
    },
  )
})

describe('a raw query', () => {
  const start = async (state: string) => {
    const rest = new URLSearchParams({
      clientId: 'web',
      redirectUri: `${house.origin}/demo/`,
      codeChallenge: minji.secret.codeChallenge,
    })
    return ask('login', {
      ...eventOf({ method: 'GET', path: '/login/kakao' }),
      rawQueryString: `${rest}&state=${state}`,
    })
  }

  it.each([
    ['a+b', 'a b'],
    ['a%2Bb', 'a+b'],
    ['a%20b', 'a b'],
    ['%EC%9D%B4%EC%9D%8C', '이음'],
    ['a%26ticket%3Dx', 'a&ticket=x'],
    ['a;b', 'a;b'],
    ['%zz', '%zz'],
  ])('is decoded once, as a form is: %s', async (state, expected) => {
    const answer = await start(state)
    expect(answer.status).toBe(302)
    const person = visitor(house)
    person.secret = minji.secret
    person.authorizationUrl = answer.headers['location'] ?? ''
    const cookie = answer.cookies.map((line) => line.split(';')[0]).join('; ')
    const back = await person.call('GET', person.consent('minji'), { headers: { cookie } })
    expect(new URL(back.headers.get('location') ?? '').searchParams.get('state')).toBe(expected)
  })

  it.each(['&&&', '=x', '%', '&state', '\0', '?state=x', '#'])(
    'is no trouble when it is odd: %j',
    async (odd) => {
      expect((await start(`x&${odd}`)).status).toBeLessThan(500)
    },
  )
})
