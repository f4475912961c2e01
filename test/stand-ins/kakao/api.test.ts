import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KakaoStandIn } from '../../../lib/stand-ins/kakao/stand-in.ts'
import { clients, startKakao } from '../../providers/kakao/world.ts'
import { authorizeUrl, type Form, post } from '../requests.ts'

let standIn: KakaoStandIn
beforeAll(async () => {
  standIn = await startKakao()
})
afterAll(() => standIn.stop())

const withAccount = v.object({ kakao_account: v.record(v.string(), v.unknown()) })
const withTerms = v.object({ service_terms: v.array(v.object({ tag: v.string() })) })

const admin = { authorization: `KakaoAK ${clients.adminKey}` }
const target = (id: string) => ({ target_id_type: 'user_id', target_id: id })
const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` })

const ask = (path: string, headers: Form, query: Form = {}) =>
  fetch(`${standIn.origin}${path}?${new URLSearchParams(query)}`, { headers })
const me = (headers: Form, query: Form = {}) => ask('/v2/user/me', headers, query)
const unlink = (id: string) => post(`${standIn.origin}/v1/user/unlink`, target(id), admin)

describe('the API of the stand-in', () => {
  test('writes 64-bit ids as numbers', async () => {
    const { accessToken } = standIn.nativeTokens('taeyang', {})
    expect(await (await me(bearer(accessToken))).text()).toContain('"id":1376016924429759228,')
  })

  test('reports refused items by needs_agreement, and missing ones not at all', async () => {
    standIn.authorize(authorizeUrl(standIn.origin), 'hyunwoo')
    const response = await me(admin, target('2100000004'))
    const { kakao_account: account } = v.parse(withAccount, await response.json())
    expect(account).toMatchObject({
      has_email: true,
      email_needs_agreement: true,
      has_phone_number: false,
      phone_number_needs_agreement: false,
    })
    expect(account).not.toHaveProperty('email')
    expect(account).not.toHaveProperty('is_email_valid')
  })

  test('gives https addresses of pictures only on request', async () => {
    const headers = bearer(standIn.nativeTokens('minji', {}).accessToken)
    expect(await (await me(headers)).text()).toContain('"http://img.example.com/minji.jpg"')
    expect(await (await me(headers, { secure_resource: 'true' })).text()).not.toContain('http://')
  })

  test.each([
    ['no credentials', {}, target('2100000001'), 401, -401],
    ['an unknown token', bearer('unknown'), {}, 401, -401],
    ['another app’s admin key', { authorization: 'KakaoAK wrong' }, target('2100000001'), 401, -401],
    ['no target', admin, {}, 400, -2],
    ['a target that is no number', admin, target('x'), 400, -2],
    ['somebody who is not connected', admin, target('2100000005'), 400, -101],
    ['somebody who does not exist', admin, target('1'), 400, -101],
  ])('refuses %s', async (_, headers, query, status, code) => {
    const response = await me(headers, query)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code })
  })

  test('forgets consents and tokens when the app unlinks a person, once', async () => {
    const { accessToken } = standIn.nativeTokens('eunbi', {})
    expect((await unlink('2100000009')).status).toBe(200)
    expect((await me(bearer(accessToken))).status).toBe(401)
    expect(standIn.isConnected('eunbi')).toBe(false)
    expect(await (await unlink('2100000009')).json()).toMatchObject({ code: -101 })
  })

  test('asks for consent again after the app unlinked a person', async () => {
    standIn.nativeTokens('eunbi', {})
    await unlink('2100000009')
    const url = authorizeUrl(standIn.origin)
    expect(standIn.authorize(url, 'eunbi', { refuse: ['account_email'] })).toContain('code=')
  })

  test('revokes no terms that are irrevocable or unknown', async () => {
    const form = (tags: string) => ({ ...target('2100000008'), tags })
    const revoke = (tags: string) => post(`${standIn.origin}/v2/user/revoke/service_terms`, form(tags), admin)
    expect((await revoke('sibling_service')).status).toBe(403)
    expect((await revoke('service,unheard_of')).status).toBe(400)
    expect((await revoke('service')).status).toBe(200)
  })

  test('lists the agreed terms, or all terms of the app', async () => {
    const headers = bearer(standIn.nativeTokens('minji', {}).accessToken)
    const list = async (query: Form) => {
      const response = await ask('/v2/user/service_terms', headers, query)
      return v.parse(withTerms, await response.json()).service_terms.map(({ tag }) => tag)
    }
    const agreed = ['service', 'privacy', 'marketing']
    expect(await list({})).toEqual(agreed)
    expect(await list({ result: 'app_service_terms' })).toEqual([...agreed, 'sibling_service'])
  })

  test('has no terms without Kakao Sync', async () => {
    const { serviceTerms, ...plain } = clients
    const other = await startKakao({ clients: plain })
    const headers = bearer(other.nativeTokens('minji', {}).accessToken)
    const response = await fetch(`${other.origin}/v2/user/service_terms`, { headers })
    const refusal = await response.json()
    await other.stop()
    expect([response.status, refusal]).toEqual([403, expect.objectContaining({ code: -3 })])
  })

  test('names the app of a token', async () => {
    const response = await ask('/v1/user/access_token_info', bearer(standIn.foreignAccessToken('minji')))
    expect(await response.json()).toMatchObject({ id: 2100000001, app_id: 999999 })
  })

  test('has no other doors', async () => {
    expect((await ask('/unheard-of', {})).status).toBe(404)
    expect((await ask('/oauth/token', {})).status).toBe(405)
  })
})
