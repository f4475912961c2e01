import { describe, expect } from 'vitest'
import { type Route, routes } from '../../lib/routes/routes.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'
import { rawRequest } from './raw-request.ts'

/*
 * Mallory uses a method that no door has, or names another method in a header, a query or a field, to pass a proxy or
 * to have a link act like a request.
 * Defence: a door is a method and a path exactly as they came. Everything else is not found.
 */
const it = testWithStack()

const doors = Object.values<Route>(routes).flatMap(({ doors: some, head }) =>
  some.flatMap(({ method, path }) =>
    [method, ...(head ? ['HEAD'] : [])].map((verb) => ({ method: verb, path })),
  ),
)
const paths = [...new Set(doors.map(({ path }) => path))]
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'REPORT', 'MKCOL']

const inVain = <Result>(stack: TestStack, attack: () => Promise<Result>) =>
  writesNothing(stack, () => asksNobody(stack, attack))

/** Whether a path is a door's, or has something else where a door's has an id. */
const hasFormOf = (doorPath: string, target: string): boolean => {
  const [parts, given] = [doorPath.split('/'), target.split('/')]
  return parts.length === given.length && parts.every((part, at) => part === '{id}' || part === given[at])
}

describe.each(paths)('%s', (path) => {
  const target = path.replaceAll('{provider}', 'kakao').replaceAll('{id}', '42')
  const isOpen = (method: string, isAt: (doorPath: string) => boolean) =>
    doors.some((door) => door.method === method && isAt(door.path))
  const isHere = (doorPath: string) => doorPath === path || hasFormOf(doorPath, target)
  const closed = methods.filter((method) => !isOpen(method, isHere))
  // The last segment of a fixed path may be read as the id of a neighbour, behind the same check of a token.
  const asAnId = methods.filter((method) => !closed.includes(method) && !isOpen(method, (at) => at === path))

  it('is not found by an unknown method', async ({ stack }) => {
    for (const method of closed) {
      const response = await inVain(stack, () => rawRequest(stack, { method, path: target }))
      expect(response.status, method).toBe(404)
      if (method !== 'HEAD') expect(response.body['code']).toBe('not_found')
      expect(response.headers['x-request-id']).toMatch(/^[\w-]{36}$/)
    }
  })

  if (asAnId.length > 0) {
    it('names nobody and nothing without a token where it reads as an id', async ({ stack }) => {
      for (const method of asAnId) {
        const response = await inVain(stack, () => rawRequest(stack, { method, path: target }))
        expect(response, method).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
      }
    })
  }

  it('is not found under another spelling', async ({ stack }) => {
    for (const other of [`${target}/`, `/${target}`, `${target}.json`, `${target};x`, target.toUpperCase()]) {
      const response = await inVain(stack, () => rawRequest(stack, { method: 'GET', path: other }))
      // Another spelling of an id is another id, behind the same check of a signature.
      const isAnotherId =
        path.endsWith('/service/members/{id}') &&
        !other.endsWith('/') &&
        !other.startsWith('//') &&
        other !== target.toUpperCase()
      expect(response.status, other).toBe(isAnotherId ? 403 : 404)
    }
  })
})

it('echoes nothing of a TRACE', async ({ stack }) => {
  const headers = { authorization: 'Bearer a-secret', cookie: 'a=a-secret' }
  const response = await rawRequest(stack, { method: 'TRACE', path: '/me', headers })
  expect(response.status).toBe(404)
  expect(response.text).not.toContain('a-secret')
})

describe('a method named beside the real one', () => {
  const names = ['x-http-method-override', 'x-http-method', 'x-method-override']

  it('does not make a GET sign anybody out', async ({ stack }) => {
    const minji = visitor(stack)
    await minji.signUp('minji')
    const authorization = `Bearer ${minji.accessToken}`
    for (const name of names) {
      const headers = { [name]: 'POST', authorization, cookie: minji.cookies.header() ?? '' }
      for (const path of ['/logout', '/logout?_method=POST', '/logout?method=POST']) {
        const response = await inVain(stack, () => rawRequest(stack, { method: 'GET', path, headers }))
        expect(response.status).toBe(404)
      }
    }
    expect((await minji.me()).status).toBe(200)
  })

  it('does not change the door of a POST', async ({ stack }) => {
    for (const name of names) {
      const headers = { [name]: 'GET', 'content-type': 'application/json' }
      const response = await inVain(stack, () =>
        rawRequest(stack, { method: 'POST', path: '/login/kakao', headers, body: '{"_method":"GET"}' }),
      )
      expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })
})

it('a response names no host but our own, whatever forwarding headers say', async ({ stack }) => {
  const headers = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'ftp',
    'x-forwarded-for': '203.0.113.9',
    forwarded: 'for=203.0.113.9;host=evil.example;proto=ftp',
    'x-original-url': '/health',
    'x-rewrite-url': '/health',
    'content-type': 'application/json',
  }
  const { clientId, secret } = visitor(stack)
  const body = JSON.stringify({ clientId, codeChallenge: secret.codeChallenge })
  const response = await rawRequest(stack, { method: 'POST', path: '/login/kakao', headers, body })
  expect(response.status).toBe(200)
  expect(response.text).not.toMatch(/evil|203\.0\.113/)
  const url = new URL(String(response.body['authorizationUrl']))
  expect(url.searchParams.get('redirect_uri')).toBe(`${stack.origin}/demo/`)
})
