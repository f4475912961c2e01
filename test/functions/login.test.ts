import { describe, expect, it } from 'vitest'
import { handler } from '../../functions/login.ts'
import { fieldsIn } from '../support/fields.ts'
import { origin } from '../support/world.ts'
import { call, cookieOf, dynamo, openDoors } from './doorstep.ts'
import { expectToOutliveSecretsManager } from './outages.ts'
import { codeChallenge } from './visits.ts'

const doorstep = openDoors()
const path = { provider: 'kakao' }
const redirectUri = 'https://www.example.com/done'
const queryOf = (over: Record<string, string> = {}) =>
  new URLSearchParams({
    clientId: 'web',
    redirectUri,
    codeChallenge,
    state: 'client-state',
    ...over,
  }).toString()
const go = (query = queryOf()) => call(handler, 'GET /login/{provider}', { path, query })
const start = (body: unknown = { clientId: 'app', codeChallenge }) =>
  call(handler, 'POST /login/{provider}', { path, body })

describe('GET /login/{provider}', () => {
  it('sends the browser to the provider with the visit sealed in a cookie, and reads nothing', async () => {
    const response = await go()
    const location = new URL(String(response.headers['location']))
    expect(response.status).toBe(302)
    expect(location.origin).toBe(doorstep.kakao.origin)
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      client_id: 'rest-api-key',
      redirect_uri: `${origin}/callback/kakao`,
      response_type: 'code',
      code_challenge_method: 'S256',
    })
    const state = location.searchParams.get('state') ?? ''
    expect(response.cookies).toEqual([
      expect.stringMatching(
        /^__Host-ieum-visit-[\w-]{16}=[\w.-]+; Path=\/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax$/,
      ),
    ])
    expect(cookieOf(response, '__Host-ieum-visit-')).toContain(state.slice(0, 16))
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('shows the provider neither the challenge nor the state of the client', async () => {
    const location = String((await go()).headers['location'])
    expect(location).not.toContain(codeChallenge)
    expect(location).not.toContain('client-state')
  })

  it.each([
    ['a redirect that is not registered', { redirectUri: 'https://attacker.example/' }, '/redirectUri'],
    ['a client that is not registered', { clientId: 'stranger' }, '/clientId'],
    ['a challenge that is none', { codeChallenge: 'plain' }, '/codeChallenge'],
  ])('redirects nobody for %s', async (_, over, pointer) => {
    const { status, headers, cookies, body } = await go(queryOf(over))
    expect(status).toBe(400)
    expect(headers).not.toHaveProperty('location')
    expect(cookies).toEqual([])
    expect(body).toMatchObject({ code: 'invalid_request', errors: [{ pointer }] })
  })
})

describe('POST /login/{provider}', () => {
  it('gives the client the start of a direct visit, and sets no cookie', async () => {
    const { status, body, cookies, headers } = await start()
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['authorizationUrl', 'nonce', 'state', 'transaction'])
    expect(new URL(String(body['authorizationUrl'])).searchParams.get('redirect_uri')).toBe(
      'https://app.example.com/done',
    )
    expect(cookies).toEqual([])
    expect(headers['cache-control']).toBe('no-store')
    expect(dynamo.calls()).toHaveLength(0)
  })

  it.each([
    ['an unknown field', { clientId: 'app', codeChallenge, isAdmin: true }],
    ['no challenge', { clientId: 'app' }],
    ['an unknown intent', { clientId: 'app', codeChallenge, intent: 'merge' }],
    ['a list', []],
  ])('refuses %s', async (_, body) => {
    expect(await start(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => start(), 200)
  })
})

describe('a login at an absent provider', () => {
  it.each(['naver', 'Kakao', '__proto__', ''])('is not found: %s', async (provider) => {
    const response = await call(handler, 'POST /login/{provider}', {
      path: { provider },
      body: { clientId: 'app', codeChallenge },
    })
    expect(response).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('the log of a login', () => {
  it('is one line without any secret of the client or the provider', async () => {
    const { body } = await start()
    expect(doorstep.lines).toHaveLength(1)
    const line = String(doorstep.lines[0])
    expect(fieldsIn(line)).toMatchObject({
      route: 'login',
      status: 200,
      outcome: 'started',
      provider: 'kakao',
      requestId: 'request-1',
    })
    for (const name of ['transaction', 'state', 'nonce']) expect(line).not.toContain(String(body[name]))
    expect(line).not.toContain('stays-here')
  })
})
