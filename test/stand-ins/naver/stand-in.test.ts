import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NaverStandIn } from '../../../lib/stand-ins/naver/stand-in.ts'
import { clients, redirectUri, startNaver } from '../../providers/naver/world.ts'
import { type Form, post } from '../requests.ts'

let standIn: NaverStandIn
let clock = Date.now()
beforeAll(async () => {
  standIn = await startNaver({ now: () => new Date(clock) })
})
afterAll(() => standIn.stop())

const verifier = 'v'.repeat(43)
const proper: Form = {
  client_id: clients.clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid',
  state: 'the-state',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
}

function authorizeUrl(changes: Form = {}): string {
  const query = new URLSearchParams({ ...proper, ...changes })
  for (const [name, value] of Object.entries(changes)) if (value === '') query.delete(name)
  return `${standIn.origin}/oauth2/authorize?${query}`
}

const codeFor = (persona: string, changes: Form = {}) =>
  new URL(standIn.authorize(authorizeUrl(changes), persona)).searchParams.get('code') ?? ''

const ask = (form: Form) =>
  post(`${standIn.origin}/oauth2/token`, {
    client_id: clients.clientId,
    client_secret: clients.clientSecret,
    ...form,
  })
const redeem = (code: string, changes: Form = {}) =>
  ask({ grant_type: 'authorization_code', code, state: 'the-state', code_verifier: verifier, ...changes })

const bodyOf = async (response: Response): Promise<Record<string, unknown>> => {
  const body: unknown = await response.json()
  if (typeof body !== 'object' || body === null) throw new Error('not an object')
  return { ...body }
}

async function tokensOf(persona: string) {
  const { access_token, refresh_token } = await bodyOf(await redeem(codeFor(persona)))
  return { accessToken: String(access_token), refreshToken: String(refresh_token) }
}

const me = (authorization?: string) =>
  fetch(`${standIn.origin}/v1/nid/me`, authorization === undefined ? {} : { headers: { authorization } })

describe('the pages of Naver', () => {
  test.each([
    ['another application', { client_id: 'wrong' }],
    ['another redirect URI', { redirect_uri: `${redirectUri}/` }],
    ['a redirect URI with a query', { redirect_uri: `${redirectUri}?x=1` }],
    ['no state', { state: '' }],
    ['no scope', { scope: '' }],
    ['another scope', { scope: 'openid email' }],
    ['no challenge', { code_challenge: '' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
    ['no method', { code_challenge_method: '' }],
    ['a token in the answer', { response_type: 'token' }],
    ['an unknown auth_type', { auth_type: 'silent' }],
  ])('refuse %s at once', async (_, changes) => {
    const response = await fetch(authorizeUrl(changes), { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })

  test('ask on the first visit, and later only for declined items', () => {
    standIn.authorize(authorizeUrl(), 'siwoo', { refuse: ['mobile', 'birthyear'] })
    expect(standIn.agreedItems('siwoo')).not.toContain('mobile')
    standIn.authorize(authorizeUrl(), 'siwoo')
    expect(standIn.agreedItems('siwoo')).not.toContain('mobile')
    standIn.authorize(authorizeUrl({ auth_type: 'reprompt' }), 'siwoo')
    expect(standIn.agreedItems('siwoo')).toContain('mobile')
  })

  test('do not let a required item be left out', () => {
    expect(() => standIn.authorize(authorizeUrl(), 'chaewon', { refuse: ['email'] })).toThrow(/required/)
  })

  test('redirect a person who cancels with access_denied and the state', () => {
    const back = new URL(standIn.authorize(authorizeUrl(), 'sunwoo', { cancel: true }))
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'the-state',
    })
  })
})

describe('the token endpoint of Naver', () => {
  test('answers in Naver’s form, with seconds as text', async () => {
    expect(await bodyOf(await redeem(codeFor('siwoo')))).toEqual({
      access_token: expect.stringMatching(/^AAAA[\w+/]+=*/),
      refresh_token: expect.any(String),
      token_type: 'bearer',
      expires_in: '3600',
      id_token: expect.any(String),
    })
  })

  test.each([
    ['an unknown code', { code: 'unknown' }, 'invalid_request'],
    ['no state', { state: '' }, 'invalid_request'],
    ['another state', { state: 'another' }, 'invalid_request'],
    ['no verifier', { code_verifier: '' }, 'invalid_grant'],
    ['the wrong verifier', { code_verifier: 'w'.repeat(43) }, 'invalid_grant'],
    ['another redirect URI', { redirect_uri: `${redirectUri}/` }, 'invalid_grant'],
    ['another kind of grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_request'],
  ])('refuses %s with status 200', async (_, changes, error) => {
    const response = await redeem(codeFor('siwoo'), changes)
    expect([response.status, (await bodyOf(response))['error']]).toEqual([200, error])
  })

  test.each([{ client_id: 'wrong' }, { client_secret: 'wrong' }, { client_secret: '' }])(
    'refuses an unknown client with status 401 (%j)',
    async (changes) => {
      expect((await redeem(codeFor('siwoo'), changes)).status).toBe(401)
    },
  )

  test('accepts a code once, for ten minutes, and burns it at a wrong attempt', async () => {
    const [twice, wrong, late] = [codeFor('siwoo'), codeFor('siwoo'), codeFor('siwoo')]
    expect(await bodyOf(await redeem(twice))).toHaveProperty('access_token')
    await redeem(wrong, { code_verifier: 'w'.repeat(43) })
    clock += 10 * 60_000
    for (const code of [twice, wrong, late]) expect(await bodyOf(await redeem(code))).toHaveProperty('error')
    clock -= 10 * 60_000
  })

  test('gives a new access token for a refresh token, and no new refresh token', async () => {
    const { refreshToken } = await tokensOf('siwoo')
    const response = await bodyOf(await ask({ grant_type: 'refresh_token', refresh_token: refreshToken }))
    expect(Object.keys(response).toSorted()).toEqual(['access_token', 'expires_in', 'token_type'])
    expect((await me(`Bearer ${response['access_token']}`)).status).toBe(200)
  })

  test('records its requests, without the client secret', async () => {
    await redeem(codeFor('siwoo'))
    expect(JSON.stringify(standIn.requests)).not.toContain(clients.clientSecret)
  })
})

describe('the profile of Naver', () => {
  test('is in an envelope, with the agreed items', async () => {
    const { accessToken } = await tokensOf('ara')
    expect(await bodyOf(await me(`Bearer ${accessToken}`))).toEqual({
      resultcode: '00',
      message: 'success',
      response: { id: '31405926', name: '우아라', email: 'ara.woo@example.com', gender: 'U' },
    })
  })

  test('has the number in both spellings', async () => {
    const { accessToken } = await tokensOf('hansol')
    expect((await bodyOf(await me(`Bearer ${accessToken}`)))['response']).toMatchObject({
      mobile: '010-0000-5005',
      mobile_e164: '+821000005005',
    })
  })

  test('has another id in another application', async () => {
    const response = await bodyOf(await me(`Bearer ${standIn.foreignAccessToken('siwoo')}`))
    expect(response['response']).toMatchObject({ email: 'siwoo.nam@example.com' })
    expect(JSON.stringify(response)).not.toContain(standIn.personas[0]?.id)
  })

  test.each([
    ['no header', undefined, '028'],
    ['an unknown token', 'Bearer made-up', '024'],
    ['two spaces', 'Bearer  made-up', '024'],
    ['another scheme', 'Basic made-up', '024'],
  ])('is refused to %s', async (_, authorization, resultcode) => {
    const response = await me(authorization)
    expect([response.status, (await bodyOf(response))['resultcode']]).toEqual([401, resultcode])
  })
})

test('revoking ends the connection and every token, and accepts a dead token', async () => {
  const { accessToken, refreshToken } = await tokensOf('hansol')
  const revoke = (changes: Form = {}) =>
    post(`${standIn.origin}/oauth2.0/revoke`, {
      client_id: clients.clientId,
      client_secret: clients.clientSecret,
      token: refreshToken,
      ...changes,
    })
  expect((await revoke({ client_secret: 'wrong' })).status).toBe(401)
  expect(standIn.isConnected('hansol')).toBe(true)
  const response = await revoke()
  expect([response.status, await response.text()]).toEqual([200, ''])
  expect([standIn.isConnected('hansol'), standIn.isAlive(accessToken)]).toEqual([false, false])
  expect((await revoke()).status).toBe(200)
})
