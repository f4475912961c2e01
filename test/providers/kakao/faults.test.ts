import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isSubject } from '../../../lib/domain/values/identity.ts'
import type { Provider, ProviderLogin } from '../../../lib/flows/ports/provider.ts'
import type { EndpointFault } from '../../../lib/stand-ins/host/faults.ts'
import type { KakaoStandIn } from '../../../lib/stand-ins/kakao/stand-in.ts'
import { type Attacker, startAttacker } from '../attacker.ts'
import { faultOf } from '../fault-of.ts'
import { adapterFor, startKakao, visit } from './world.ts'

const limits = { connectMs: 200, callMs: 400 }

let standIn: KakaoStandIn
let attacker: Attacker
beforeAll(async () => {
  standIn = await startKakao()
  attacker = await startAttacker('{"id":2100000001}')
})
afterAll(async () => {
  await standIn.stop()
  await attacker.stop()
})
beforeEach(() => standIn.heal())

const subject = '2100000001'
if (!isSubject(subject)) throw new Error('not a subject')
const identity = { provider: 'kakao', subject } as const

/** Every call, by path, each by a new adapter. */
const calls: Record<string, (kakao: Provider, providerLogin: ProviderLogin) => Promise<unknown> | undefined> =
  {
    '/oauth/token': (kakao) => kakao.redeemCode(visit(kakao, standIn, 'minji')),
    '/.well-known/jwks.json': (kakao) => kakao.redeemCode(visit(kakao, standIn, 'minji')),
    '/v1/user/access_token_info': (kakao, { accessToken = '' }) => kakao.accessTokens?.read(accessToken),
    '/v2/user/me': (kakao, providerLogin) => kakao.fetchProfile(providerLogin),
    '/v1/user/unlink': (kakao) => kakao.disconnection?.disconnect(identity),
    '/v1/user/logout': (kakao) => kakao.endsSessions?.endSessions(identity),
    '/v2/user/revoke/service_terms': (kakao) => kakao.disconnection?.release?.(identity, ['service']),
  }

const faults: readonly (readonly [string, () => EndpointFault])[] = [
  ['takes too long', () => 'slow'],
  ['answers 500', () => 'server_error'],
  ['answers 503', () => 'unavailable'],
  ['answers 429', () => 'rate_limited'],
  ['answers with a page', () => 'nonsense'],
  ['answers half of it', () => 'truncated'],
  ['resets the connection', () => 'reset'],
  ['answers with another content type', () => 'wrong_content_type'],
  ['answers 20 MB', () => 'huge'],
  ['redirects', () => ({ redirectTo: `${attacker.origin}/taken` })],
  ['answers 200 with an error', () => ({ status: 200, body: '{"error":"server_error"}' })],
  ['answers 200 with a list', () => ({ status: 200, body: '[]' })],
  ['answers 200 with null', () => ({ status: 200, body: 'null' })],
  ['answers 200 with nothing', () => ({ status: 200, body: '' })],
  ['answers deeply nested nonsense', () => ({ status: 200, body: '['.repeat(100_000) })],
]

/** Once, and once more after a closed kept-alive connection. The keys are also fetched ahead. */
const mostAsked = (path: string) => (path === '/.well-known/jwks.json' ? 3 : 2)

describe.each(Object.keys(calls))('when %s', (path) => {
  test.each(faults)(
    '%s, the provider is unavailable in time and gets no repeated calls',
    async (_, fault) => {
      const { accessToken } = standIn.nativeTokens('minji', { nonce: 'n' })
      const kakao = adapterFor(standIn, {}, limits)
      standIn.fail(path, fault())
      const asked = standIn.requests.length
      const began = Date.now()
      const thrown = await faultOf(Promise.resolve(calls[path]?.(kakao, { identity, accessToken })))
      expect(thrown.why).toBe('unavailable')
      expect(Date.now() - began).toBeLessThan(3 * limits.callMs)
      const repeats = standIn.requests.slice(asked).filter((request) => request.path === path)
      expect(repeats.length).toBeLessThanOrEqual(mostAsked(path))
      expect(attacker.asked).toEqual([])
    },
  )
})

describe('when the terms of Kakao', () => {
  test.each(faults)('%s, they are unknown and the profile is complete', async (_, fault) => {
    const { accessToken } = standIn.nativeTokens('minji', { nonce: 'n' })
    standIn.fail('/v2/user/service_terms', fault())
    const profile = await adapterFor(standIn, {}, limits).fetchProfile({ identity, accessToken })
    expect([profile.terms, profile.name]).toEqual(['unknown', '김민지'])
    expect(attacker.asked).toEqual([])
  })
})

describe('a recovered provider', () => {
  test.each(['/oauth/token', '/.well-known/jwks.json'])('signs people in after %s failed', async (path) => {
    const kakao = adapterFor(standIn, {}, limits)
    standIn.fail(path, 'server_error')
    await faultOf(kakao.redeemCode(visit(kakao, standIn, 'minji')))
    standIn.heal()
    const providerLogin = await kakao.redeemCode(visit(kakao, standIn, 'minji'))
    expect(providerLogin.identity).toEqual(identity)
  })
})
