import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { describe, expect } from 'vitest'
import { eventOf } from '../support/events.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { askFunction } from './call-function.ts'
import { writesNothing } from './nothing-written.ts'

/*
 * The gateway, or a caller of the function itself, sends a request in an unusual shape: header names in capitals, a
 * body in base64, no headers or cookies at all, a stage in front of the path, a parameter that is still encoded.
 * Defence: a function makes one normal form of any event, so no shape passes a check, and no shape makes it fail.
 */
let minji: Visitor
const it = testWithStack()
it.beforeAll(async ({ stack }) => {
  minji = visitor(stack)
  await minji.signUp('minji')
})

const kakao = { provider: 'kakao' }
const startOf = () =>
  eventOf('POST /login/{provider}', {
    path: kakao,
    body: { clientId: 'web', codeChallenge: minji.secret.codeChallenge },
  })
const meOf = () => eventOf('GET /me', { bearer: minji.accessToken ?? '' })
const refreshOf = (stack: TestStack) =>
  eventOf('POST /token', {
    headers: { origin: stack.origin },
    cookies: Object.entries(minji.cookies.all()).map(([name, value]) => `${name}=${value}`),
  })

type Reshape = (event: APIGatewayProxyEventV2) => APIGatewayProxyEventV2

const named =
  (rename: (name: string) => string): Reshape =>
  (event) => ({
    ...event,
    headers: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [rename(name), value])),
  })

/** Gives the same request in another shape. */
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
    const response = await askFunction('login', reshape(startOf()))
    expect(response.status).toBe(200)
    expect(JSON.parse(response.text)).toMatchObject({ transaction: expect.any(String) })
  })

  it('shows the member', async () => {
    const response = await askFunction('me', reshape(meOf()))
    expect(response.status).toBe(200)
    expect(JSON.parse(response.text)).toMatchObject({ email: 'minji.kim@example.com' })
  })

  it('renews the session by its cookie', async ({ stack }) => {
    const response = await askFunction('token', reshape(refreshOf(stack)))
    expect(response.status).toBe(200)
    expect(response.cookies).toHaveLength(1)
  })
})

describe('a request without a part', () => {
  it('shows nobody without headers', async () => {
    const { headers: _none, ...event } = meOf()
    const response = await askFunction('me', { ...event, headers: {} })
    expect(response.status).toBe(401)
  })

  it('renews nothing without cookies, or with a cookie among the headers', async ({ stack }) => {
    const { cookies = [], ...event } = refreshOf(stack)
    expect(cookies.join()).toContain('__Host-ieum-refresh-web=')
    const told = { ...event, headers: { ...event.headers, cookie: cookies.join('; ') } }
    for (const shape of [event, told]) {
      const response = await writesNothing(stack, () => askFunction('token', shape))
      expect(response.status).toBe(401)
    }
  })

  it('is empty without a body', async () => {
    const { body: _none, ...event } = { ...startOf(), headers: {} }
    expect((await askFunction('login', event)).status).toBe(400)
    expect((await askFunction('logout', { ...event, routeKey: 'POST /logout' })).status).toBe(204)
  })

  it('has no provider without path parameters', async () => {
    const { pathParameters: _none, ...event } = startOf()
    expect((await askFunction('login', event)).status).toBe(404)
  })

  it('finds no door by the key of another function, or of none', async ({ stack }) => {
    for (const routeKey of ['GET /me', '$default', '', 'POST /login/kakao', '__proto__']) {
      const response = await writesNothing(stack, () => askFunction('login', { ...startOf(), routeKey }))
      expect(response.status).toBe(404)
    }
  })
})

describe('a body in base64', () => {
  it.for(['%%%', 'eyJ', '\0', 'e30=e30='])(
    'that is invalid is read as far as it goes: %j',
    async (body, { stack }) => {
      const response = await writesNothing(stack, () =>
        askFunction('login', { ...startOf(), body, isBase64Encoded: true }),
      )
      expect(response.status).toBe(400)
    },
  )

  it('is measured after decoding', async () => {
    const body = Buffer.alloc(32 * 1024 + 1, ' ').toString('base64')
    const response = await askFunction('login', { ...startOf(), body, isBase64Encoded: true })
    expect(response.status).toBe(413)
  })
})
