import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Visitor, visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { writesNothing } from './nothing-written.ts'

/*
 * Minji is signed in, and has Mallory's page open. The page calls our API from her browser with all cookies, and
 * would read the responses.
 * Defence: only registered origins get permission, each by its own name and compared exactly (Fetch standard, section
 * 3.3). A refresh cookie counts only in a request from its client's own origin, so there is nothing to read either.
 */
let stack: TestStack
let minji: Visitor
beforeAll(async () => {
  stack = await openTestStack()
  minji = visitor(stack)
  await minji.signUp('minji')
})
afterAll(() => stack.stop())

const own = () => stack.origin
const foreign = [
  () => 'https://evil.example',
  () => 'null',
  () => `${own()}.evil.example`,
  () => own().replace('//', '//x'),
  () => own().replace('//', '//evil.'),
  () => own().replace('http:', 'https:'),
  () => own().replace(/:\d+$/, ''),
  () => own().replace(/:\d+$/, ':1'),
  () => own().replace('localhost', '127.0.0.1'),
  () => own().toUpperCase(),
  () => `${own()}/`,
  () => `${own()},https://evil.example`,
  () => `${own()} https://evil.example`,
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
  it('reads no response of any door', async () => {
    for (const origin of foreign) {
      for (const [method, path] of doors) {
        const headers = { origin: origin(), 'access-control-request-method': 'POST' }
        const response = await visitor(stack).call(method, path, { headers })
        expect(response.headers.get('access-control-allow-origin')).toBeNull()
        expect(response.headers.get('access-control-allow-credentials')).toBeNull()
        expect(response.headers.get('vary')).toContain('Origin')
      }
    }
  })

  it('renews no session with the browser’s cookie', async () => {
    for (const origin of [...foreign.map((make) => make()), undefined]) {
      const attack = () => minji.call('POST', '/token', { body: {}, headers: { origin } })
      const response = await writesNothing(stack, attack)
      expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
      expect(response.headers.getSetCookie()).toEqual([])
    }
    expect((await minji.refresh()).status).toBe(200)
  })

  it('signs nobody out with the browser’s cookie', async () => {
    for (const origin of foreign) {
      const attack = () => minji.call('POST', '/logout', { body: {}, headers: { origin: origin() } })
      await writesNothing(stack, attack)
    }
    expect((await minji.me()).status).toBe(200)
  })
})

describe('a page of a registered origin', () => {
  it('gets permission under its own name, with credentials', async () => {
    for (const [method, path] of doors) {
      const { headers } = await visitor(stack).call(method, path, { headers: { origin: own() } })
      expect(headers.get('access-control-allow-origin')).toBe(own())
      expect(headers.get('access-control-allow-credentials')).toBe('true')
      expect(headers.get('vary')).toContain('Origin')
    }
  })
})
