import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createKakao } from '../../../lib/providers/kakao/adapter.ts'
import { createProviderHttp } from '../../../lib/providers/wire/http.ts'
import type { KakaoStandIn } from '../../../lib/stand-ins/kakao/stand-in.ts'
import { faultOf } from '../fault-of.ts'
import { hashCi } from '../hash-ci.ts'
import { adapterFor, clients, redirectUri, startKakao, visit } from './world.ts'

let standIn: KakaoStandIn
beforeAll(async () => {
  standIn = await startKakao()
})
afterAll(() => standIn.stop())
beforeEach(() => standIn.heal())

describe('the authorization request to Kakao', () => {
  const request = { redirectUri, state: 's', nonce: 'n', codeChallenge: 'c'.repeat(43), interactive: false }
  const paramsOf = (url: string) => Object.fromEntries(new URL(url).searchParams)

  test('names the app, and neither scope nor terms unless they are configured', () => {
    const params = paramsOf(adapterFor(standIn).authorizationUrl(request))
    expect(params).toMatchObject({ client_id: clients.clientId })
    expect(Object.keys(params)).not.toEqual(expect.arrayContaining(['scope']))
    expect(params).not.toHaveProperty('service_terms')
    expect(params).not.toHaveProperty('prompt')
  })

  test('always requests openid beside other items', () => {
    const kakao = adapterFor(standIn, { scopes: ['account_email', 'name'] })
    expect(paramsOf(kakao.authorizationUrl(request)).scope).toBe('openid,account_email,name')
  })

  test('requests openid once', () => {
    const kakao = adapterFor(standIn, { scopes: ['account_email', 'openid'] })
    expect(paramsOf(kakao.authorizationUrl(request)).scope).toBe('openid,account_email')
  })

  test('names the terms to show', () => {
    const kakao = adapterFor(standIn, { serviceTerms: ['service', 'marketing'] })
    expect(paramsOf(kakao.authorizationUrl(request)).service_terms).toBe('service,marketing')
  })

  test('asks for the account again for re-authentication', () => {
    const url = adapterFor(standIn).authorizationUrl({ ...request, interactive: true })
    expect(paramsOf(url).prompt).toBe('login')
  })
})

describe('settings of Kakao', () => {
  test.each([
    { authOrigin: 'http://kauth.kakao.com' },
    { apiOrigin: 'https://kapi.kakao.com/v1' },
    { apiOrigin: 'kapi.kakao.com' },
    { appId: 'a-key' },
    { adminKey: '' },
    { nativeKeys: [''] },
    { javascriptKeys: [''] },
  ])('are refused at start when they cannot be right (%j)', (settings) => {
    expect(() => adapterFor(standIn, settings)).toThrow(/Kakao/)
  })

  test('lead to Kakao itself by default', () => {
    const { clientId, adminKey, appId } = clients
    const kakao = createKakao(
      { clientId, adminKey, appId, nativeKeys: [], javascriptKeys: [] },
      createProviderHttp(),
      hashCi,
    )
    const request = { redirectUri, state: 's', nonce: 'n', codeChallenge: 'c', interactive: false }
    expect(new URL(kakao.authorizationUrl(request)).origin).toBe('https://kauth.kakao.com')
  })
})

describe('a code from Kakao', () => {
  test('costs one call with known keys', async () => {
    const kakao = adapterFor(standIn)
    await kakao.redeemCode(visit(kakao, standIn, 'minji'))
    const before = standIn.requests.length
    await kakao.redeemCode(visit(kakao, standIn, 'minji'))
    expect(standIn.requests.slice(before).map(({ path }) => path)).toEqual(['/oauth/token'])
  })

  test.each([{ clientSecret: 'wrong' }, { clientId: 'wrong' }])(
    'is not to blame for our own wrong keys (%j)',
    async (settings) => {
      const grant = visit(adapterFor(standIn), standIn, 'minji')
      const fault = await faultOf(adapterFor(standIn, settings).redeemCode(grant))
      expect([fault.why, /KOE010|KOE101/.test(fault.message)]).toEqual(['unavailable', true])
    },
  )

  test.each([
    ['{"error":"invalid_grant","error_code":"KOE320"}', 400, 'grant_invalid'],
    ['{"error":"invalid_grant"}', 400, 'grant_invalid'],
    ['{"error":"invalid_request","error_code":"KOE303"}', 400, 'grant_invalid'],
    ['{"error":"invalid_grant","error_code":"KOE320"}', 500, 'unavailable'],
    ['{"error":"invalid_grant","error_code":"KOE320"}', 200, 'unavailable'],
    ['{"error":"too_many","error_code":"KOE237"}', 400, 'unavailable'],
    ['{"error":1}', 400, 'unavailable'],
    ['{}', 400, 'unavailable'],
    ['{"token_type":"bearer","access_token":"AT"}', 200, 'unavailable'],
    ['{"token_type":"mac","access_token":"AT","id_token":"x"}', 200, 'unavailable'],
    ['{"token_type":"bearer","access_token":"A\\r\\nT","id_token":"x"}', 200, 'unavailable'],
    ['{"token_type":"bearer","access_token":"AT","id_token":"x","id_token":"y"}', 200, 'unavailable'],
    ['{"token_type":"bearer","access_token":"AT","id_token":"x"}', 200, 'grant_invalid'],
  ])('that is answered with %s (%i) is %s', async (body, status, why) => {
    const kakao = adapterFor(standIn)
    const grant = visit(kakao, standIn, 'minji')
    standIn.fail('/oauth/token', { status, body })
    expect((await faultOf(kakao.redeemCode(grant))).why).toBe(why)
  })
})

describe('an access token from Kakao', () => {
  test.each([
    ['{"msg":"this access token does not exist","code":-401}', 401, 'grant_invalid'],
    ['{"msg":"malformed","code":-2}', 400, 'grant_invalid'],
    ['{"msg":"internal","code":-1}', 400, 'unavailable'],
    ['{"msg":"maintenance","code":-9798}', 503, 'unavailable'],
    ['{"id":1,"expires_in":10}', 200, 'unavailable'],
    ['{"id":1,"expires_in":10,"appId":123456}', 200, 'unavailable'],
    ['{"id":1,"expires_in":10,"app_id":654321}', 200, 'token_not_ours'],
    ['{"app_id":654321,"id":{"nonsense":true}}', 200, 'token_not_ours'],
    ['{"id":null,"expires_in":10,"app_id":123456}', 200, 'unavailable'],
    ['{"id":1,"expires_in":"10","app_id":123456}', 200, 'unavailable'],
    ['{"id":1,"expires_in":0,"app_id":123456}', 200, 'unavailable'],
    ['{"id":1.5,"expires_in":10,"app_id":123456}', 200, 'unavailable'],
  ])('that is answered with %s (%i) is %s', async (body, status, why) => {
    standIn.fail('/v1/user/access_token_info', { status, body })
    const read = adapterFor(standIn).accessTokens?.read('some-token')
    expect((await faultOf(Promise.resolve(read))).why).toBe(why)
  })

  test('keeps every digit of the app and of the person', async () => {
    const appId = '9007199254740993'
    const body = `{"id":9007199254740995,"expires_in":10,"app_id":${appId}}`
    standIn.fail('/v1/user/access_token_info', { status: 200, body })
    const providerLogin = await adapterFor(standIn, { appId }).accessTokens?.read('some-token')
    expect(providerLogin?.identity.subject).toBe('9007199254740995')
  })
})

describe('consents that were given in our form', () => {
  beforeAll(async () => {
    await standIn.stop()
    standIn = await startKakao()
  })
  const identityOf = async (persona: string) => {
    const kakao = adapterFor(standIn)
    const grant = visit(kakao, standIn, persona, { refuse: ['terms:marketing'] })
    return { kakao, identity: (await kakao.redeemCode(grant)).identity }
  }
  const calls = () => standIn.requests.filter(({ path }) => path === '/v2/user/upgrade/service_terms').length

  test('are recorded for the terms of the app that the person has not agreed to', async () => {
    const { kakao, identity } = await identityOf('minji')
    const before = calls()
    await kakao.agreements?.record(identity, ['service', 'marketing', 'nothing-that-kakao-knows'])
    expect(standIn.agreedTerms('minji')).toContain('marketing')
    expect(calls()).toBe(before + 1)
    await kakao.agreements?.record(identity, ['service', 'marketing'])
    await kakao.agreements?.record(identity, ['nothing-that-kakao-knows'])
    expect(calls()).toBe(before + 1)
  })

  test.each(['server_error', 'nonsense', 'reset'] as const)(
    'are a fault when Kakao answers with %s',
    async (fault) => {
      const { kakao, identity } = await identityOf('taeyang')
      standIn.fail('/v2/user/upgrade/service_terms', fault)
      const recorded = kakao.agreements?.record(identity, ['marketing'])
      expect((await faultOf(recorded ?? Promise.resolve())).why).toBe('unavailable')
      await kakao.disconnection?.disconnect(identity)
    },
  )
})
