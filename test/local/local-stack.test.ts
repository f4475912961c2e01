import { get } from 'node:http'
import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack()

const ask = (stack: TestStack, path: string, init?: RequestInit) => fetch(new URL(path, stack.origin), init)
/** Requests a path unchanged, where `fetch` would normalise it. */
function statusOf(stack: TestStack, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(stack.origin)
  return new Promise((resolve, reject) => {
    get({ hostname, port, path, agent: false }, ({ statusCode }) => resolve(statusCode)).on('error', reject)
  })
}
const moveClock = (stack: TestStack, body: string) => ask(stack, '/_local/clock', { method: 'POST', body })

describe('the local stack', () => {
  it('takes a person from the first click to the sign-out', async ({ stack }) => {
    const person = visitor(stack)
    expect((await person.signUp('minji')).body).toMatchObject({ outcome: 'signed_in', created: true })
    expect((await person.me()).body).toMatchObject({ email: 'minji.kim@example.com', status: 'active' })
    expect((await person.refresh()).status).toBe(200)
    expect((await person.logout()).status).toBe(204)
    expect((await person.refresh()).body).toMatchObject({ code: 'invalid_token' })
  })

  it('answers an unknown path with a problem', async ({ stack }) => {
    const response = await ask(stack, '/nowhere')
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(await response.json()).toMatchObject({ code: 'not_found', status: 404 })
  })

  it('answers a broken escape in a path with 400', async ({ stack }) => {
    expect((await ask(stack, '/login/%zz')).status).toBe(400)
  })

  it('lists the cast, each with the case of the person', async ({ stack }) => {
    const cast: unknown = await (await ask(stack, '/_local/cast')).json()
    expect(cast).toContainEqual(
      expect.objectContaining({
        provider: 'kakao',
        id: 'minji',
        name: '김민지',
        note: { ko: expect.any(String), en: expect.any(String) },
      }),
    )
  })

  it('logs each request without its query, with the outcome of its function', async ({ stack }) => {
    const person = visitor(stack)
    const { headers } = await person.startRedirect()
    const entries: unknown = await (await ask(stack, '/_local/log')).json()
    expect(entries).toContainEqual(
      expect.objectContaining({
        requestId: headers.get('x-request-id'),
        method: 'GET',
        path: '/login/kakao',
        status: 302,
        route: 'login',
      }),
    )
    expect(JSON.stringify(entries)).not.toContain(person.secret.codeChallenge)
  })

  it('answers an empty outbox with an empty list', async ({ stack }) => {
    expect(await (await ask(stack, '/_local/outbox')).json()).toEqual([])
    expect((await ask(stack, '/_local/inbox')).headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  it('moves the clock', async ({ stack }) => {
    const response = await moveClock(stack, '{"advanceSeconds": 3600}')
    expect(response.status).toBe(200)
    expect(stack.advanceClock(0).getTime() - Date.now()).toBeGreaterThan(3_590_000)
  })

  it.for([
    '',
    'no JSON',
    '{}',
    '{"advanceSeconds": "1"}',
    '{"advanceSeconds": -1}',
    '{"advanceSeconds": 1, "x": 1}',
  ])('refuses to move the clock by %s', async (body, { stack }) => {
    const response = await moveClock(stack, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: expect.any(String) }],
    })
  })

  it.for(['/_local', '/_local/', '/_local/sweep', '/_local/clock'])(
    'has nothing at GET %s',
    async (path, { stack }) => {
      const response = await ask(stack, path)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ code: 'not_found' })
    },
  )

  it.for([
    '/demo/../test-stack.ts',
    '/demo/%2e%2e/stack.ts',
    '/demo/views/../../test-stack.ts',
    '/demo/nothing.js',
  ])('serves nothing outside the page for %s', async (path, { stack }) => {
    expect(await statusOf(stack, path)).toBe(404)
  })

  it('redirects a browser with another name of this machine to the origin', async ({ stack }) => {
    const url = new URL('/demo/?ticket=1', stack.origin)
    url.hostname = '127.0.0.1'
    const response = await fetch(url, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      `${stack.origin}/demo/?ticket=1`,
    ])
  })
})
