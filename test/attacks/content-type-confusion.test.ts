import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { visitor } from '../support/steps.ts'
import { openTestStack, type TestStack } from '../support/test-stack.ts'
import { writesNothing } from './nothing-written.ts'
import { rawRequest } from './raw-request.ts'

/*
 * Mallory sends a body that two readers read differently: in another character set, under a type that looks like
 * JSON, or with leading bytes that some parsers skip.
 * Defence: only `application/json` in UTF-8 is read, and only exact JSON is valid.
 */
let stack: TestStack
beforeAll(async () => {
  stack = await openTestStack()
})
afterAll(() => stack.stop())

const text = () => JSON.stringify({ clientId: 'web', codeChallenge: visitor(stack).secret.codeChallenge })

const start = (type: string, body: string | Uint8Array) =>
  writesNothing(stack, () =>
    rawRequest(stack, { method: 'POST', path: '/login/kakao', headers: { 'content-type': type }, body }),
  )

describe('a type', () => {
  it.each([
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset=UTF-8',
    'application/json ; charset="utf-8"',
  ])('that is JSON in UTF-8 is read: %s', async (type) => {
    expect((await start(type, text())).status).toBe(200)
  })

  it.each([
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
  ])('of any other kind is not read: %s', async (type) => {
    const response = await start(type, text())
    expect(response).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
  })
})

describe('a body', () => {
  it.each([
    ['a byte order mark', () => `\uFEFF${text()}`],
    ['UTF-16', () => Buffer.from(text(), 'utf16le')],
    ['a terminating zero', () => `${text()}\0`],
    ['a second document', () => `${text()}{}`],
    ['a comment', () => `/* */${text()}`],
    ['a comma too many', () => text().replace('}', ',}')],
    ['single quotes', () => text().replaceAll('"', "'")],
    ['a prefix against inclusion', () => `)]}',\n${text()}`],
    ['a form', () => 'clientId=web'],
    ['white space alone', () => '   '],
  ])('with %s is bad input', async (_name, body) => {
    expect(await start('application/json', body())).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    })
  })

  it('is answered as JSON that no browser shows as a page', async () => {
    const response = await start('application/json', '<script>alert(1)</script>')
    expect(response.headers['content-type']).toBe('application/problem+json')
    expect(response.headers['x-content-type-options']).toBe('nosniff')
    expect(response.text).not.toContain('<')
  })
})
