import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createNaver } from '../../../lib/providers/naver/adapter.ts'
import { createProviderHttp } from '../../../lib/providers/wire/http.ts'
import type { NaverStandIn } from '../../../lib/stand-ins/naver/stand-in.ts'
import { faultOf } from '../fault-of.ts'
import { hashCi } from '../hash-ci.ts'
import { visitAt } from '../visit-at.ts'
import { adapterFor, clients, redirectUri, startNaver } from './world.ts'

let standIn: NaverStandIn
beforeAll(async () => {
  standIn = await startNaver()
})
afterAll(() => standIn.stop())
beforeEach(() => standIn.heal())

const pathsSince = (before: number) => standIn.requests.slice(before).map(({ path }) => path)
const renew = async () => {}

describe('the authorization request to Naver', () => {
  const request = { redirectUri, state: 's', nonce: 'n', codeChallenge: 'c'.repeat(43), interactive: false }
  const paramsOf = (url: string) => Object.fromEntries(new URL(url).searchParams)

  test('requests only openid, at the endpoint with PKCE', () => {
    const url = new URL(adapterFor(standIn).authorizationUrl(request))
    expect(url.pathname).toBe('/oauth2/authorize')
    expect(paramsOf(url.href)).toMatchObject({ client_id: clients.clientId, scope: 'openid' })
    expect(paramsOf(url.href)).not.toHaveProperty('auth_type')
  })

  test('asks for the password again for re-authentication', () => {
    const url = adapterFor(standIn).authorizationUrl({ ...request, interactive: true })
    expect(paramsOf(url).auth_type).toBe('reauthenticate')
  })
})

describe('settings of Naver', () => {
  test.each([
    { authOrigin: 'http://nid.naver.com' },
    { apiOrigin: 'https://openapi.naver.com/v1' },
    { clientId: '' },
    { clientSecret: '' },
    { previousClientSecret: '' },
  ])('are refused at start when they cannot be right (%j)', (settings) => {
    expect(() => adapterFor(standIn, settings)).toThrow(/Naver/)
  })

  test('lead to Naver itself by default', () => {
    const { clientId, clientSecret } = clients
    const naver = createNaver({ clientId, clientSecret }, createProviderHttp(), hashCi)
    const request = { redirectUri, state: 's', nonce: 'n', codeChallenge: 'c', interactive: false }
    expect(new URL(naver.authorizationUrl(request)).origin).toBe('https://nid.naver.com')
  })
})

describe('a code from Naver', () => {
  test('costs two calls with known keys, including the profile', async () => {
    const naver = adapterFor(standIn)
    await naver.redeemCode(visitAt(naver, standIn, 'siwoo'))
    const before = standIn.requests.length
    const providerLogin = await naver.redeemCode(visitAt(naver, standIn, 'siwoo'))
    expect(pathsSince(before)).toEqual(['/oauth2/token', '/v1/nid/me'])
    expect(providerLogin.profile).toMatchObject({ name: '남시우', phone: { value: '+821000005001' } })
  })

  test('brings a refresh token, only for disconnecting', async () => {
    const naver = adapterFor(standIn)
    const { tokenToStore, accessToken } = await naver.redeemCode(visitAt(naver, standIn, 'siwoo'))
    expect(tokenToStore).toMatchObject({ kind: 'refresh', durable: true })
    expect(tokenToStore?.token).not.toBe(accessToken)
  })

  test('is refused when the id_token has the nonce of another visit, and accepted without a nonce', async () => {
    const silent = await startNaver({ repeatsNonce: false })
    try {
      const naver = adapterFor(silent)
      const grant = visitAt(naver, silent, 'siwoo')
      expect((await naver.redeemCode(grant)).identity.provider).toBe('naver')
    } finally {
      await silent.stop()
    }
    const naver = adapterFor(standIn)
    const other = { ...visitAt(naver, standIn, 'siwoo'), nonce: 'of another visit' }
    expect((await faultOf(naver.redeemCode(other))).why).toBe('grant_invalid')
  })

  test.each([{ clientSecret: 'wrong' }, { clientId: 'wrong' }])(
    'is not to blame for our own wrong keys (%j)',
    async (settings) => {
      const grant = visitAt(adapterFor(standIn), standIn, 'siwoo')
      const fault = await faultOf(adapterFor(standIn, settings).redeemCode(grant))
      expect([fault.why, /invalid_client/.test(fault.message)]).toEqual(['unavailable', true])
    },
  )

  const used = '{"error":"invalid_request","error_description":"no valid data in session"}'
  const tokens = '"token_type":"bearer","access_token":"AT","refresh_token":"RT","expires_in":"3600"'
  test.each([
    [used, 200, 'grant_invalid'],
    [used, 400, 'grant_invalid'],
    ['{"error":"invalid_grant"}', 200, 'grant_invalid'],
    ['{"error":"invalid_grant"}', 401, 'grant_invalid'],
    [used, 500, 'unavailable'],
    ['{"error":"invalid_request","error_description":"state is missing"}', 200, 'unavailable'],
    ['{"error":"invalid_client"}', 401, 'unavailable'],
    ['{"error":"server_error"}', 200, 'unavailable'],
    ['{"error":1}', 200, 'unavailable'],
    ['{}', 400, 'unavailable'],
    ['{}', 200, 'unavailable'],
    [`{${tokens}}`, 200, 'unavailable'],
    [`{${tokens},"id_token":""}`, 200, 'unavailable'],
    [`{${tokens},"id_token":"x","error":"invalid_grant"}`, 200, 'grant_invalid'],
    [`{${tokens},"id_token":"x"}`, 200, 'grant_invalid'],
    ['{"token_type":"mac","access_token":"AT","id_token":"x"}', 200, 'unavailable'],
    ['{"token_type":"bearer","access_token":"A\\r\\nT","id_token":"x"}', 200, 'unavailable'],
  ])('that is answered with %s (%i) is %s', async (body, status, why) => {
    const naver = adapterFor(standIn)
    const grant = visitAt(naver, standIn, 'siwoo')
    standIn.fail('/oauth2/token', { status, body })
    expect((await faultOf(naver.redeemCode(grant))).why).toBe(why)
  })

  test('hides the description of Naver’s error', async () => {
    const naver = adapterFor(standIn)
    const grant = visitAt(naver, standIn, 'siwoo')
    const body = `{"error":"no ${grant.code}","error_description":"no ${grant.code}"}`
    standIn.fail('/oauth2/token', { status: 200, body })
    expect((await faultOf(naver.redeemCode(grant))).message).not.toContain(grant.code)
  })
})

describe('disconnecting at Naver', () => {
  test('shows the refresh token, and our secret only in the body', async () => {
    const naver = adapterFor(standIn)
    const { identity, tokenToStore } = await naver.redeemCode(visitAt(naver, standIn, 'siwoo'))
    await naver.disconnection?.disconnect(identity, tokenToStore && { ...tokenToStore, renew })
    expect(standIn.isConnected('siwoo')).toBe(false)
    expect(standIn.requests.at(-1)).toMatchObject({
      method: 'POST',
      path: '/oauth2.0/revoke',
      params: { token: tokenToStore?.token, token_type_hint: 'refresh_token' },
    })
  })

  test('uses the access token where no other token came, while it lives', async () => {
    const naver = adapterFor(standIn)
    const { identity, accessToken: token = '' } = await naver.redeemCode(visitAt(naver, standIn, 'siwoo'))
    const at = (expiresAt: Date) => ({ kind: 'access', token, expiresAt, renew }) as const
    expect(await naver.disconnection?.disconnect(identity, at(new Date(Date.now() - 1)))).toBe(
      'not_revocable',
    )
    expect(standIn.isConnected('siwoo')).toBe(true)
    expect(await naver.disconnection?.disconnect(identity, at(new Date(Date.now() + 60_000)))).toBe('ended')
    expect(standIn.isConnected('siwoo')).toBe(false)
  })

  test('is impossible without a token of the person', async () => {
    const naver = adapterFor(standIn)
    const { identity } = await naver.redeemCode(visitAt(naver, standIn, 'siwoo'))
    expect(await naver.disconnection?.disconnect(identity)).toBe('not_revocable')
    expect(standIn.isConnected('siwoo')).toBe(true)
  })

  test.each([
    ['nothing', 200, ''],
    ['a dead token', 200, '{"error":"invalid_token"}'],
    ['a dead token', 400, '{"error":"invalid_grant"}'],
  ])('succeeds when Naver answers with %s (%i)', async (_, status, body) => {
    const naver = adapterFor(standIn)
    const { identity, tokenToStore } = await naver.redeemCode(visitAt(naver, standIn, 'siwoo'))
    standIn.fail('/oauth2.0/revoke', { status, body })
    expect(await naver.disconnection?.disconnect(identity, tokenToStore && { ...tokenToStore, renew })).toBe(
      'ended',
    )
  })

  test.each([
    [200, '{"error":"invalid_request"}'],
    [400, '{"error":"unsupported_token_type"}'],
  ])('is given up when Naver refuses the token for good (%i with %s)', async (status, body) => {
    const naver = adapterFor(standIn)
    const { identity, tokenToStore } = await naver.redeemCode(visitAt(naver, standIn, 'siwoo'))
    standIn.fail('/oauth2.0/revoke', { status, body })
    expect(await naver.disconnection?.disconnect(identity, tokenToStore && { ...tokenToStore, renew })).toBe(
      'not_revocable',
    )
  })

  test.each([
    [200, '{"error":"server_error"}'],
    [401, '{"error":"invalid_client"}'],
    [200, '<html>'],
    [400, '{}'],
    [500, ''],
    [503, '{"error":"invalid_token"}'],
  ])('can be retried when Naver answers %i with %s', async (status, body) => {
    const naver = adapterFor(standIn)
    const { identity, tokenToStore } = await naver.redeemCode(visitAt(naver, standIn, 'siwoo'))
    standIn.fail('/oauth2.0/revoke', { status, body })
    const ending = Promise.resolve(
      naver.disconnection?.disconnect(identity, tokenToStore && { ...tokenToStore, renew }),
    )
    expect((await faultOf(ending)).why).toBe('unavailable')
  })
})
