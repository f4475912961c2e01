import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { handler as jwks } from '../../functions/jwks.ts'
import { handler as logout } from '../../functions/logout.ts'
import { handler as passwordLogin } from '../../functions/password-login.ts'
import { Problem } from '../../lib/domain/values/problem.ts'
import { setEnvironment } from '../../lib/local/environment.ts'
import { type Route, routes } from '../../lib/routes/routes.ts'
import { deepHealth, forgetHealth } from '../../lib/runtime/health/deep-health.ts'
import { forgetWorld } from '../../lib/runtime/world.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { secrets } from '../../lib/tokens/secrets.ts'
import { writeStoredSecret } from '../../lib/tokens/stored-secret.ts'
import { call, dynamo, openDoors, secretsManager } from '../functions/doorstep.ts'
import { alterStage } from '../support/stage.ts'

/*
 * Mallory is kept off by the firewall before CloudFront. She finds the address of the gateway behind it, calls that with the
 * service's host, and writes the headers that CloudFront writes. She does not know the secret that CloudFront shows, so no
 * door that could serve her answers.
 */

openDoors()
const [first, other] = ['the secret of the distribution', 'the secret while it changes']
const cloudFront = {
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/one',
  webAclArn: null,
  requestsPer5Minutes: 2_000,
  originSecret: 'ORIGIN_SECRET',
  direct: 'refused',
}
const undo: (() => void)[] = []
beforeAll(async () => {
  const credentials = {
    ORIGIN_SECRET: first,
    OTHER_ORIGIN_SECRET: other,
    KAKAO_CLIENT_SECRET: 'client-secret-that-stays-here',
    KAKAO_ADMIN_KEY: 'admin-key-that-stays-here',
  }
  undo.push(
    setEnvironment({ IEUM_SECRETS: writeStoredSecret({ keys: await makeKeys(new Date()), credentials }) }),
    alterStage({ certificateArn: 'arn:aws:acm:ap-northeast-2:123456789012:certificate/one', cloudFront }),
  )
})
beforeEach(() => dynamo.resetHistory())
afterAll(() => {
  for (const step of undo.toReversed()) step()
})

const forged = { 'cloudfront-viewer-address': '203.0.113.9:4711', via: '2.0 abc.cloudfront.net (CloudFront)' }
const guesses = [
  ['without the secret', {}],
  ['with an empty one', { 'x-origin-verify': '' }],
  ['with a guess', { 'x-origin-verify': 'the secret of the distributio' }],
  ['with a guess beside the right one', { 'x-origin-verify': `guess,${first}` }],
] as const

describe('a stage that refuses what passes CloudFront by', () => {
  it.each(guesses)('answers 404 %s, reads nothing', async (_, shown) => {
    const headers = { ...forged, ...shown }
    for (const [handler, key] of [
      [logout, 'POST /logout'],
      [passwordLogin, 'POST /login/password'],
      [jwks, 'GET /.well-known/jwks.json'],
      [logout, 'OPTIONS /logout'],
    ] as const) {
      expect(await call(handler, key, { headers })).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      })
    }
    expect(dynamo.calls()).toEqual([])
  })

  it.each([first, other])('answers who shows either of its two secrets: %s', async (secret) => {
    const headers = { ...forged, 'x-origin-verify': secret }
    expect((await call(jwks, 'GET /.well-known/jwks.json', { headers })).status).toBe(200)
    expect((await call(logout, 'POST /logout', { headers })).status).not.toBe(404)
  })

  it('answers everybody where it allows that, and where nothing stands before it', async () => {
    for (const one of [{ ...cloudFront, direct: 'allowed' }, null]) {
      const restore = alterStage({ cloudFront: one })
      forgetWorld()
      expect((await call(jwks, 'GET /.well-known/jwks.json')).status).toBe(200)
      restore()
      forgetWorld()
    }
  })
})

describe('the deep check of a stage that refuses what passes CloudFront by', () => {
  const works = {
    secrets: 'ok',
    keys: 'ok',
    messages: 'ok',
    disconnections: 'ok',
    erasures: 'ok',
    mail: 'ok',
  }
  const origins = [first, other].map(secrets.hash)
  const note = (more: object = { origins }) => ({
    kind: 'health_note',
    checks: works,
    at: Date.now(),
    ...more,
  })
  /** What the deployed function does, in which nothing stands before the check. */
  const ask = (headers: Readonly<Record<string, string>>) =>
    deepHealth({ headers: new Map(Object.entries(headers)) })
  const refusal = (headers: Readonly<Record<string, string>>) =>
    ask(headers).then(
      () => 'answered',
      (error: unknown) => (error instanceof Problem ? error.code : error),
    )
  let restore = () => {}
  beforeEach(() => {
    forgetHealth()
    restore = setEnvironment({ IEUM_TABLE: 'members' })
    dynamo.on(GetCommand).resolves({ Item: note() })
  })
  afterEach(() => restore())

  it.each(guesses)(
    'answers 404 %s, and a hundred such requests cost one read and no secret',
    async (_, shown) => {
      const before = secretsManager.calls().length
      for (let time = 0; time < 100; time += 1) {
        expect(await refusal({ ...forged, ...shown })).toBe('not_found')
      }
      expect(dynamo.calls()).toHaveLength(1)
      expect(secretsManager.calls()).toHaveLength(before)
    },
  )

  it.each([first, other])('answers a monitor that comes by CloudFront: %s', async (secret) => {
    expect(await ask({ ...forged, 'x-origin-verify': secret })).toEqual({
      status: 'ok',
      checks: { table: 'ok', ...works },
    })
  })

  it('lets nobody in by a hash, nor where the courier has noted none', async () => {
    expect(await refusal({ 'x-origin-verify': origins[0] ?? '' })).toBe('not_found')
    dynamo.on(GetCommand).resolves({ Item: note({}) })
    forgetHealth()
    expect(await refusal({ 'x-origin-verify': first })).toBe('not_found')
  })

  it('says to everybody that nobody can tell while the table is down, and nothing else', async () => {
    dynamo.on(GetCommand).rejects(Object.assign(new Error('down'), { name: 'AccessDeniedException' }))
    const error = await ask(forged).catch((thrown: unknown) => thrown)
    expect(error).toEqual(new Problem('unavailable', { retryAfter: 10 }))
  })
})

describe('what anybody may call', () => {
  const all = Object.values<Route>(routes)

  it('is the health, the description of the API, and what the gateway checks by IAM', () => {
    const open = all.filter(({ direct }) => direct).map(({ id }) => id)
    expect(open).toEqual(['openapi', 'health'])
    const shut = all.filter(({ direct, callers }) => direct === undefined && callers === undefined)
    expect(shut.filter(({ touches }) => !touches.secrets.includes('keys')).map(({ id }) => id)).toEqual([])
  })
})
