import { describe, expect, it } from 'vitest'
import { handler as health } from '../../functions/health.ts'
import { handler as jwks } from '../../functions/jwks.ts'
import { handler as login } from '../../functions/login.ts'
import { handler as me } from '../../functions/me.ts'
import { handler as openapi } from '../../functions/openapi.ts'
import { handler as terms } from '../../functions/terms.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
import { forgetWorld } from '../../lib/runtime/world.ts'
import { call, dynamo, openDoors, secretsManager } from './doorstep.ts'
import { expectToOutliveSecretsManager } from './outages.ts'

const doorstep = openDoors()

describe('public doors', () => {
  it('GET /terms lists the terms in force in the requested language, and needs no secret', async () => {
    const response = await call(terms, 'GET /terms', { headers: { 'accept-language': 'en' } })
    expect(response.status).toBe(200)
    expect(response.body['terms']).toEqual([
      expect.objectContaining({ tag: 'service', version: '2026-01', title: 'service terms', required: true }),
      expect.objectContaining({ tag: 'privacy', required: true }),
      expect.objectContaining({ tag: 'marketing', required: false }),
    ])
    expect(secretsManager.calls()).toHaveLength(0)
  })

  it('GET /.well-known/jwks.json publishes the public keys, and lets others cache them', async () => {
    const response = await call(jwks, 'GET /.well-known/jwks.json')
    expect(response).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/jwk-set+json', 'cache-control': 'public, max-age=300' },
      body: { keys: [{ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' }] },
    })
    expect(response.text).not.toContain('"d"')
    expect(dynamo.calls()).toHaveLength(0)
  })

  it('GET /.well-known/jwks.json serves the next call when Secrets Manager is up again', async () => {
    await expectToOutliveSecretsManager(() => call(jwks, 'GET /.well-known/jwks.json'), 200)
  })

  it('GET /login says what people can sign in with, and needs no secret', async () => {
    const { status, headers, body } = await call(login, 'GET /login')
    expect(status).toBe(200)
    expect(headers).toMatchObject({ 'cache-control': 'public, max-age=300', vary: 'Origin' })
    expect(body).toEqual({
      providers: expect.arrayContaining(['kakao']),
      doors: expect.objectContaining({ emailSignUp: true, passwordSignIn: true }),
      passkeys: expect.any(Boolean),
      attributes: expect.objectContaining({ type: 'object' }),
      requiredItems: ['email', 'name'],
      verifiedItems: [],
      graceDays: 30,
    })
    expect([...dynamo.calls(), ...secretsManager.calls()]).toHaveLength(0)
  })

  it('GET /problems/{code} says in the requested language what to do, and needs no secret', async () => {
    const read = (code: string, language: string) =>
      call(openapi, 'GET /problems/{code}', { path: { code }, headers: { 'accept-language': language } })
    const english = await read('invalid_ticket', 'en')
    expect(english).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } })
    expect(english.text).toContain('send every request with <code>credentials: &#39;include&#39;</code>')
    const korean = await read('invalid_ticket', 'ko')
    expect(korean.text).toContain('처음부터 다시 시작합니다.')
    expect(await read('no_such_code', 'en')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect([...dynamo.calls(), ...secretsManager.calls()]).toHaveLength(0)
  })

  it('GET /health needs nothing', async () => {
    expect(await call(health, 'GET /health')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect([...dynamo.calls(), ...secretsManager.calls()]).toHaveLength(0)
  })
})

describe('every door', () => {
  it('answers an unknown door with our own 404, and a preflight with the permissions', async () => {
    expect(await call(health, '$default')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const preflight = await call(me, 'OPTIONS /me', { headers: { origin: 'https://www.example.com' } })
    expect(preflight).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://www.example.com',
        'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
      },
    })
  })

  it('sends headers that keep its response private', async () => {
    expect((await call(terms, 'GET /terms')).headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringContaining('max-age='),
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-request-id': 'request-1',
      vary: 'Origin',
    })
  })

  it.each([
    ['IEUM_STAGE_JSON', 'not JSON'],
    ['IEUM_STAGE_JSON', '{"origin": "http://auth.example.com"}'],
    ['IEUM_STAGE_JSON', '{}'],
    ['IEUM_TABLE', ''],
  ])('answers 500 without a word of the cause while %s is broken', async (name, value) => {
    const restore = setEnvironment({ [name]: value })
    forgetWorld()
    const { status, text } = await call(me, 'GET /me', { bearer: 'a.b.c' })
    restore()
    expect(status).toBe(500)
    // Without its settings a function knows no origin, and the request's host is not one.
    const type = name === 'IEUM_TABLE' ? 'https://auth.example.com/problems/unexpected' : 'about:blank'
    expect(JSON.parse(text)).toMatchObject({ type })
    expect(text).not.toContain('IEUM')
    expect(doorstep.lines.join()).toContain('ConfigurationError')
  })
})
