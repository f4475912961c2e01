import { describe, expect } from 'vitest'
import { type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'
import { type RawRequest, rawRequest } from './raw-request.ts'

/*
 * Mallory gives one name two values: a proxy or a log reads the first, and ieum acts on the second.
 * Defence: a repeated key in a body, a repeated known parameter in a query, two bearer tokens, and two cookies of one
 * name are all refused. Nothing picks one of two values.
 */
let minji: Visitor
const it = testWithStack()
it.beforeAll(async ({ stack }) => {
  minji = visitor(stack, { client: 'app' })
  await minji.signUp('minji')
})

const inVain = (stack: TestStack, request: RawRequest) =>
  writesNothing(stack, () => asksNobody(stack, () => rawRequest(stack, request)))

const post = (stack: TestStack, path: string, body: string) =>
  inVain(stack, { method: 'POST', path, headers: { 'content-type': 'application/json' }, body })

const bad = { status: 400, body: { code: 'invalid_request' } }
const verifier = 'v'.repeat(43)

describe('a key of a body', () => {
  it.for([
    ['/login/kakao', `{"clientId":"web","clientId":"app","codeChallenge":"${verifier}"}`],
    ['/login/kakao', `{"clientId":"app","client\\u0049d":"web","codeChallenge":"${verifier}"}`],
    ['/login/kakao', `{"clientId":"web","clientId":["web"],"codeChallenge":"${verifier}"}`],
    ['/callback/kakao', `{"transaction":"a","transaction":"b","codeVerifier":"${verifier}","idToken":"x"}`],
    ['/token', `{"ticket":"a","ticket":"b","codeVerifier":"${verifier}"}`],
    ['/token', '{"refreshToken":"a","refreshToken":"b"}'],
    ['/register', '{"registerToken":"a","registerToken":"b"}'],
    ['/register', '{"consents":[{"tag":"service","agreed":false,"agreed":true}]}'],
    ['/logout', '{"everywhere":false,"everywhere":true}'],
  ] as const)('of %s is not accepted twice: %s', async ([path, body], { stack }) => {
    expect(await post(stack, path, body)).toMatchObject(bad)
  })

  it('is refused in another spelling', async ({ stack }) => {
    for (const name of ['ClientId', 'clientid', 'client_id', 'clientId ', ' clientId', 'clientId\\u0000']) {
      const body = `{"clientId":"web","codeChallenge":"${verifier}","${name}":"app"}`
      expect(await post(stack, '/login/kakao', body)).toMatchObject(bad)
    }
  })
})

describe('a parameter of a query', () => {
  it.for([
    (state: string, code: string) => `state=${state}&state=x&code=${code}`,
    (state: string, code: string) => `state=x&state=${state}&code=${code}`,
    (state: string, code: string) => `state=${state}&state=${state}&code=${code}`,
    (state: string, code: string) => `state=${state}&st%61te=x&code=${code}`,
    (state: string, code: string) => `state=${state}&code=${code}&code=x`,
    (state: string, code: string) => `state=${state}&code=${code}&error=access_denied`,
    (state: string, code: string) => `state=${state}&code=${code}&error=`,
    (state: string) => `state=${state}&error=access_denied&error=x`,
  ])('is not accepted twice by the callback (%#)', async (query, { stack }) => {
    const person = visitor(stack)
    await person.startRedirect()
    const asked = new URL(person.consent('minji')).searchParams
    const path = `/callback/kakao?${query(asked.get('state') ?? '', asked.get('code') ?? '')}`
    const cookie = person.cookies.header() ?? ''
    expect(await inVain(stack, { method: 'GET', path, headers: { cookie } })).toMatchObject(bad)
  })

  it('is neither of two values that a comma joins', async ({ stack }) => {
    const person = visitor(stack)
    await person.startRedirect()
    const asked = new URL(person.consent('minji')).searchParams
    const path = `/callback/kakao?state=${asked.get('state')},x&code=${asked.get('code')}`
    const cookie = person.cookies.header() ?? ''
    expect(await inVain(stack, { method: 'GET', path, headers: { cookie } })).toMatchObject({
      status: 400,
      body: { code: 'invalid_transaction' },
    })
  })
})

describe('a header', () => {
  it('with two bearer tokens contains none', async ({ stack }) => {
    const bearer = `Bearer ${minji.accessToken}`
    for (const authorization of [
      [bearer, bearer],
      [bearer, 'Bearer x'],
      ['Basic eA==', bearer],
      `${bearer},${bearer}`,
      `${bearer} ${bearer}`,
    ]) {
      const response = await inVain(stack, { method: 'GET', path: '/me', headers: { authorization } })
      expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
      expect(response.headers['www-authenticate']).toContain('Bearer')
    }
    expect((await minji.me()).status).toBe(200)
  })

  it('with a token leaves no second place for one', async ({ stack }) => {
    const token = String(minji.accessToken)
    for (const path of [`/me?access_token=${token}`, `/me?accessToken=${token}&token=${token}`]) {
      expect(await inVain(stack, { method: 'GET', path })).toMatchObject({ status: 401 })
    }
    expect(await post(stack, '/logout', `{"access_token":"${token}"}`)).toMatchObject(bad)
  })

  it('with two content types has neither', async ({ stack }) => {
    const headers = { 'content-type': ['application/json', 'text/plain'] }
    const types = 'application/json, text/plain'
    for (const request of [headers, { 'content-type': types }]) {
      const response = await inVain(stack, { method: 'POST', path: '/logout', headers: request, body: '{}' })
      expect(response.status).toBe(415)
    }
  })
})
