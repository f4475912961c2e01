import { describe, expect } from 'vitest'
import { type Visitor, visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { writesNothing } from './nothing-written.ts'

/*
 * Minji is signed in, and has Mallory's page open. The page calls our API from her browser with all cookies, and
 * would read the responses.
 * Defence: only registered origins get permission, each by its own name and compared exactly (Fetch standard, section
 * 3.3). A refresh cookie counts only in a request from its client's own origin, so there is nothing to read either.
 */
let minji: Visitor
const it = testWithStack()
it.beforeAll(async ({ stack }) => {
  minji = visitor(stack)
  await minji.signUp('minji')
})

/** Origins that are not ours, made from ours. */
const foreign: ReadonlyArray<(own: string) => string> = [
  () => 'https://evil.example',
  () => 'null',
  (own) => `${own}.evil.example`,
  (own) => own.replace('//', '//x'),
  (own) => own.replace('//', '//evil.'),
  (own) => own.replace('http:', 'https:'),
  (own) => own.replace(/:\d+$/, ''),
  (own) => own.replace(/:\d+$/, ':1'),
  (own) => own.replace('localhost', '127.0.0.1'),
  (own) => own.toUpperCase(),
  (own) => `${own}/`,
  (own) => `${own},https://evil.example`,
  (own) => `${own} https://evil.example`,
  () => '*',
  () => 'file://',
]

const doors = [
  ['GET', '/me'],
  ['GET', '/terms'],
  ['GET', '/nowhere'],
  ['POST', '/token'],
  ['POST', '/register'],
  ['OPTIONS', '/token'],
  ['OPTIONS', '/me'],
] as const

describe('a page of another origin', () => {
  it('reads no response of any door', async ({ stack }) => {
    for (const origin of foreign) {
      for (const [method, path] of doors) {
        const headers = { origin: origin(stack.origin), 'access-control-request-method': 'POST' }
        const response = await visitor(stack).call(method, path, { headers })
        expect(response.headers.get('access-control-allow-origin')).toBeNull()
        expect(response.headers.get('access-control-allow-credentials')).toBeNull()
        expect(response.headers.get('vary')).toContain('Origin')
      }
    }
  })

  it('renews no session with the browser’s cookie', async ({ stack }) => {
    for (const origin of [...foreign.map((make) => make(stack.origin)), undefined]) {
      const attack = () => minji.call('POST', '/token', { body: {}, headers: { origin } })
      const response = await writesNothing(stack, attack)
      expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
      expect(response.headers.getSetCookie()).toEqual([])
    }
    expect((await minji.refresh()).status).toBe(200)
  })

  it('signs nobody out with the browser’s cookie', async ({ stack }) => {
    for (const origin of foreign) {
      const attack = () =>
        minji.call('POST', '/logout', { body: {}, headers: { origin: origin(stack.origin) } })
      await writesNothing(stack, attack)
    }
    expect((await minji.me()).status).toBe(200)
  })
})

describe('a page of a registered origin', () => {
  it('gets permission under its own name, with credentials', async ({ stack }) => {
    for (const [method, path] of doors) {
      const { headers } = await visitor(stack).call(method, path, { headers: { origin: stack.origin } })
      expect(headers.get('access-control-allow-origin')).toBe(stack.origin)
      expect(headers.get('access-control-allow-credentials')).toBe('true')
      expect(headers.get('vary')).toContain('Origin')
    }
  })
})
