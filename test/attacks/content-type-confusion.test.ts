import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { writesNothing } from './nothing-written.ts'
import { rawRequest } from './raw-request.ts'

/*
 * Mallory sends a body that two readers read differently: in another character set, under a type that looks like
 * JSON, or with leading bytes that some parsers skip.
 * Defence: only `application/json` in UTF-8 is read, and only exact JSON is valid.
 */
const it = testWithStack()

const text = (stack: TestStack) =>
  JSON.stringify({ clientId: 'web', codeChallenge: visitor(stack).secret.codeChallenge })

const start = (stack: TestStack, type: string, body: string | Uint8Array) =>
  writesNothing(stack, () =>
    rawRequest(stack, { method: 'POST', path: '/login/kakao', headers: { 'content-type': type }, body }),
  )

describe('a type', () => {
  it.for([
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset=UTF-8',
    'application/json ; charset="utf-8"',
  ])('that is JSON in UTF-8 is read: %s', async (type, { stack }) => {
    expect((await start(stack, type, text(stack))).status).toBe(200)
  })

  it.for([
    'application/json; charset=utf-16',
    'application/json; charset=utf-7',
    'application/json; charset=euc-kr',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json; boundary=x',
    'application/json+evil',
    'application/jsonx',
    'application/json/x',
    'xapplication/json',
    'application/ld+json',
    'application/problem+json',
    'application/vnd.api+json',
    'application/*',
    '*/*',
    'json',
    '{"clientId":"web"}',
  ])('of any other kind is not read: %s', async (type, { stack }) => {
    const response = await start(stack, type, text(stack))
    expect(response).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
  })
})

describe('a body', () => {
  it.for([
    ['a byte order mark', (good: string) => `\uFEFF${good}`],
    ['UTF-16', (good: string) => Buffer.from(good, 'utf16le')],
    ['a terminating zero', (good: string) => `${good}\0`],
    ['a second document', (good: string) => `${good}{}`],
    ['a comment', (good: string) => `/* */${good}`],
    ['a comma too many', (good: string) => good.replace('}', ',}')],
    ['single quotes', (good: string) => good.replaceAll('"', "'")],
    ['a prefix against inclusion', (good: string) => `)]}',\n${good}`],
    ['a form', () => 'clientId=web'],
    ['white space alone', () => '   '],
  ] as const)('with %s is bad input', async ([_name, body], { stack }) => {
    expect(await start(stack, 'application/json', body(text(stack)))).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    })
  })

  it('is answered as JSON that no browser shows as a page', async ({ stack }) => {
    const response = await start(stack, 'application/json', '<script>alert(1)</script>')
    expect(response.headers['content-type']).toBe('application/problem+json')
    expect(response.headers['x-content-type-options']).toBe('nosniff')
    expect(response.text).not.toContain('<')
  })
})
