import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'
import { rawRequest } from './raw-request.ts'

/*
 * A browser asks for permission (a preflight) before a page sends JSON to another origin, but not before it sends
 * form content. So Mallory's page posts JSON and calls it text, a form, or nothing.
 * Defence: every door with a body accepts only `application/json`, so a request without permission is never read.
 */
const it = testWithStack()

const secret = 'v'.repeat(43)
const bodies = {
  '/login/kakao': { clientId: 'web', codeChallenge: secret },
  '/callback/kakao': { transaction: 'x', codeVerifier: secret, state: 's', code: 'c' },
  '/token': { ticket: secret, codeVerifier: secret },
  '/register': { registerToken: 'x', codeVerifier: secret, provider: 'kakao', subject: '1' },
  '/logout': { everywhere: true },
} as const

const types = [
  'text/plain',
  'text/plain;charset=UTF-8',
  'text/plain; application/json',
  'text/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  '',
  undefined,
]

describe.each(Object.entries(bodies))('POST %s', (path, body) => {
  it.for(types)('reads no JSON with the type %j', async (type, { stack }) => {
    const headers = {
      origin: 'https://evil.example',
      ...(type === undefined ? {} : { 'content-type': type }),
    }
    const request = { method: 'POST', path, headers, body: JSON.stringify(body) }
    const response = await writesNothing(stack, () => asksNobody(stack, () => rawRequest(stack, request)))
    expect(response).toMatchObject({ status: 415, body: { code: 'unsupported_media_type', status: 415 } })
    expect(response.headers['content-type']).toBe('application/problem+json')
  })

  it.for([
    ['application/x-www-form-urlencoded', new URLSearchParams({ clientId: 'web' }).toString()],
    ['application/x-www-form-urlencoded', '{"clientId":"web","x":"="}'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="ticket"\r\n\r\n1\r\n--x--',
    ],
    ['text/plain', '{"clientId":"web","x":"=\r\n"}'],
  ] as const)('reads no form of the type %s', async ([type, form], { stack }) => {
    const headers = { 'content-type': type, origin: 'https://evil.example' }
    const request = { method: 'POST', path, headers, body: form }
    const response = await writesNothing(stack, () => rawRequest(stack, request))
    expect(response).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
  })
})

it('reads nothing from a form without a body, though the browser sends the cookie', async ({ stack }) => {
  const minji = visitor(stack)
  await minji.signUp('minji')
  const cookie = minji.cookies.header() ?? ''
  for (const path of ['/token', '/logout']) {
    for (const origin of ['https://evil.example', 'null']) {
      const headers = { cookie, origin, 'content-type': 'application/x-www-form-urlencoded' }
      await writesNothing(stack, () => rawRequest(stack, { method: 'POST', path, headers }))
    }
  }
  expect((await minji.refresh()).status).toBe(200)
})
