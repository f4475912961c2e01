import { afterEach, describe, expect } from 'vitest'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { writesNothing } from './nothing-written.ts'
import { type RawResponse, rawRequest } from './raw-request.ts'

/*
 * Mallory sends keys that name the prototype of every object, so a copy of the body would change all objects of the
 * process, and the next visitor would be an administrator.
 * Defence: a key that every object has is refused at any depth before a schema sees it, and is left out of a query.
 */
const it = testWithStack()
afterEach(() => {
  expect(Reflect.get({}, 'admin')).toBeUndefined()
  expect(Reflect.get([], 'admin')).toBeUndefined()
  expect(Reflect.ownKeys(Object.prototype)).not.toContain('admin')
})

const verifier = 'v'.repeat(43)
const bodies = {
  '/login/kakao': `"clientId":"web","codeChallenge":"${verifier}"`,
  '/callback/kakao': `"transaction":"x","codeVerifier":"${verifier}","state":"s","code":"c"`,
  '/token': `"ticket":"${verifier}","codeVerifier":"${verifier}"`,
  '/register': `"registerToken":"x","codeVerifier":"${verifier}","provider":"kakao","subject":"1"`,
  '/logout': '"everywhere":true',
}

const poisons = [
  '"__proto__":{"admin":true}',
  '"__proto__":null',
  '"\\u005f_proto__":{"admin":true}',
  '"constructor":{"prototype":{"admin":true}}',
  '"consents":[{"__proto__":{"admin":true}}]',
  '"consents":[{"tag":{"constructor":{"prototype":{"admin":true}}}}]',
  '"a":{"b":{"__proto__":{"admin":true}}}',
  '"toString":"x"',
  '"hasOwnProperty":1',
  '"__defineGetter__":1',
  '"prototype":{"admin":true}',
]

const post = (stack: TestStack, path: string, body: string): Promise<RawResponse> =>
  writesNothing(stack, () =>
    rawRequest(stack, { method: 'POST', path, headers: { 'content-type': 'application/json' }, body }),
  )

describe.each(Object.entries(bodies))('POST %s', (path, fields) => {
  it.for(poisons)('refuses %s', async (poison, { stack }) => {
    for (const body of [`{${fields},${poison}}`, `{${poison},${fields}}`]) {
      expect(await post(stack, path, body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
    }
  })

  it('reads no field from a prototype in the body', async ({ stack }) => {
    const response = await post(stack, path, `{"__proto__":{${fields}}}`)
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })
})

describe('a query', () => {
  it.for(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__proto__[admin]'])(
    'has no meaning for %s',
    async (name, { stack }) => {
      const query = new URLSearchParams({
        clientId: 'web',
        codeChallenge: verifier,
        redirectUri: `${stack.origin}/demo/`,
        [name]: 'x',
      })
      const path = `/login/kakao?${query}`
      expect(await rawRequest(stack, { method: 'GET', path })).toMatchObject({ status: 302 })
    },
  )

  it('has no client, cookie or provider by the name of a prototype', async ({ stack }) => {
    const rest = `codeChallenge=${verifier}&redirectUri=${encodeURIComponent(`${stack.origin}/demo/`)}`
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const asClient = { method: 'GET', path: `/login/kakao?clientId=${name}&${rest}` }
      expect(await rawRequest(stack, asClient)).toMatchObject({ status: 400 })
      const asProvider = { method: 'GET', path: `/login/${name}?clientId=web&${rest}` }
      expect(await rawRequest(stack, asProvider)).toMatchObject({ status: 404 })
      const headers = { cookie: `${name}=x`, origin: stack.origin }
      expect(await rawRequest(stack, { method: 'POST', path: '/token', headers })).toMatchObject({
        status: 401,
      })
    }
  })
})
