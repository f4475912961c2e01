import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KakaoStandIn } from '../../../lib/stand-ins/kakao/stand-in.ts'
import { clients, redirectUri, startKakao } from '../../providers/kakao/world.ts'
import { authorizeUrl, type Form, post } from '../requests.ts'

let standIn: KakaoStandIn
let clock = Date.now()
beforeAll(async () => {
  standIn = await startKakao({ now: () => new Date(clock) })
})
afterAll(() => standIn.stop())

const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')
const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }

const codeFor = (persona: string, changes: Form = {}) =>
  new URL(standIn.authorize(authorizeUrl(standIn.origin, changes), persona)).searchParams.get('code') ?? ''

const redeem = (code: string, changes: Form = {}) =>
  post(`${standIn.origin}/oauth/token`, {
    grant_type: 'authorization_code',
    client_id: clients.clientId,
    client_secret: clients.clientSecret,
    redirect_uri: redirectUri,
    code,
    ...changes,
  })

describe('the token endpoint', () => {
  test('answers in Kakao’s form', async () => {
    const response = await redeem(codeFor('minji', { nonce: 'n' }))
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'application/json;charset=UTF-8',
    ])
    expect(await response.json()).toMatchObject({
      token_type: 'bearer',
      access_token: expect.any(String),
      id_token: expect.any(String),
      expires_in: expect.any(Number),
      scope: expect.stringContaining('account_email'),
    })
  })

  test.each([
    ['the wrong app', {}, { client_id: 'wrong' }, 401, 'KOE101'],
    ['the native key', {}, { client_id: clients.nativeClientId }, 401, 'KOE101'],
    ['the wrong secret', {}, { client_secret: 'wrong' }, 401, 'KOE010'],
    ['no secret', {}, { client_secret: '' }, 401, 'KOE010'],
    ['another redirect URI', {}, { redirect_uri: `${redirectUri}/` }, 400, 'KOE303'],
    ['an unknown code', {}, { code: 'unknown' }, 400, 'KOE320'],
    ['no verifier for a challenge', pkce, {}, 400, 'KOE320'],
    ['the wrong verifier', pkce, { code_verifier: 'w'.repeat(43) }, 400, 'KOE320'],
    ['a verifier without a challenge', {}, { code_verifier: verifier }, 400, 'KOE320'],
    ['a refresh token', {}, { grant_type: 'refresh_token' }, 400, 'KOE202'],
  ])('refuses %s', async (_, asked, changes, status, code) => {
    const response = await redeem(codeFor('minji', asked), changes)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error_code: code })
  })

  test('accepts the right verifier', async () => {
    expect((await redeem(codeFor('minji', pkce), { code_verifier: verifier })).status).toBe(200)
  })

  test('accepts a code once', async () => {
    const code = codeFor('minji')
    expect((await redeem(code)).status).toBe(200)
    expect((await redeem(code)).status).toBe(400)
  })

  test('burns a code at a wrong attempt', async () => {
    const code = codeFor('minji', pkce)
    expect((await redeem(code, { code_verifier: 'w'.repeat(43) })).status).toBe(400)
    expect((await redeem(code, { code_verifier: verifier })).status).toBe(400)
  })

  test('accepts a code for ten minutes', async () => {
    const began = clock
    const [early, late] = [codeFor('minji'), codeFor('minji')]
    clock = began + 10 * 60_000 - 1
    expect((await redeem(early)).status).toBe(200)
    clock = began + 10 * 60_000
    expect((await redeem(late)).status).toBe(400)
    clock = began
  })

  test('issues no id_token for a scope without openid', async () => {
    const response = await redeem(codeFor('minji', { scope: 'account_email' }))
    expect(await response.json()).not.toHaveProperty('id_token')
  })

  test('records its requests, without the client secret', async () => {
    await redeem(codeFor('minji'))
    const last = standIn.requests.at(-1)
    expect([last?.method, last?.path]).toEqual(['POST', '/oauth/token'])
    expect(JSON.stringify(last)).not.toContain(clients.clientSecret)
  })
})
