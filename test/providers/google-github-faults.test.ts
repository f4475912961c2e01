import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Provider, ProviderLogin } from '../../lib/flows/ports/provider.ts'
import * as githubRequests from '../../lib/providers/github/requests.ts'
import { toGithubApp } from '../../lib/providers/github/settings.ts'
import * as googleRequests from '../../lib/providers/google/requests.ts'
import { toGoogleApp } from '../../lib/providers/google/settings.ts'
import { bearerRequest, providerTimeouts } from '../../lib/providers/oidc/requests.ts'
import type { EndpointFault } from '../../lib/stand-ins/host/faults.ts'
import type { StandIn } from '../../lib/stand-ins/host/local-provider.ts'
import { type Attacker, startAttacker } from './attacker.ts'
import { faultOf } from './fault-of.ts'
import * as github from './github/world.ts'
import * as google from './google/world.ts'
import { visitAt } from './visit-at.ts'

const limits = { connectMs: 200, callMs: 400 }

/** A failing provider: every call of its adapter, by path, each by a new adapter. */
interface Case {
  readonly standIn: StandIn
  adapter(): Provider
  arrive(): Promise<ProviderLogin>
  readonly calls: Readonly<
    Record<string, (adapter: Provider, providerLogin: ProviderLogin) => Promise<unknown> | undefined>
  >
}

const disconnect = (adapter: Provider, { identity, tokenToStore }: ProviderLogin) =>
  adapter.disconnection?.disconnect(
    identity,
    tokenToStore && { ...tokenToStore, renew: async () => undefined },
  )
const readToken = (adapter: Provider, { accessToken = '' }: ProviderLogin) =>
  adapter.accessTokens?.read(accessToken)
const fetchAgain = (adapter: Provider, { profile: _, ...providerLogin }: ProviderLogin) =>
  adapter.fetchProfile(providerLogin)

async function googleCase(): Promise<Case> {
  const standIn = await google.startGoogle()
  const adapter = () => google.adapterFor(standIn, {}, limits)
  const redeem = (one: Provider) => one.redeemCode(visitAt(one, standIn, 'seoa'))
  const calls = {
    '/token': redeem,
    '/oauth2/v3/certs': redeem,
    '/tokeninfo': readToken,
    '/v1/userinfo': fetchAgain,
    '/revoke': disconnect,
  }
  return { standIn, adapter, arrive: () => redeem(google.adapterFor(standIn)), calls }
}

async function githubCase(): Promise<Case> {
  const standIn = await github.startGithub({ clients: { ...github.clients, expiringTokens: false } })
  const adapter = () => github.adapterFor(standIn, {}, limits)
  const redeem = (one: Provider) => one.redeemCode(visitAt(one, standIn, 'haneul'))
  const app = `/applications/${github.clients.clientId}`
  const calls = {
    '/login/oauth/access_token': redeem,
    '/user': redeem,
    '/user/emails': (one: Provider, providerLogin: ProviderLogin) => one.fetchProfile(providerLogin),
    [`${app}/token`]: readToken,
    [`${app}/grant`]: disconnect,
  }
  return { standIn, adapter, arrive: () => redeem(github.adapterFor(standIn)), calls }
}

const starts = { google: googleCase, github: githubCase } as const
const paths = {
  google: ['/token', '/oauth2/v3/certs', '/tokeninfo', '/v1/userinfo', '/revoke'],
  github: [
    '/login/oauth/access_token',
    '/user',
    '/user/emails',
    `/applications/${github.clients.clientId}/token`,
    `/applications/${github.clients.clientId}/grant`,
  ],
} as const

const faults = (attacker: Attacker): Readonly<Record<string, EndpointFault>> => ({
  'takes too long': 'slow',
  'answers 500': 'server_error',
  'answers 503': 'unavailable',
  'answers 429': 'rate_limited',
  'answers with a page': 'nonsense',
  'answers half of it': 'truncated',
  'resets the connection': 'reset',
  'answers 20 MB': 'huge',
  redirects: { redirectTo: `${attacker.origin}/taken` },
  'answers 200 with an error': { status: 200, body: '{"error":"server_error"}' },
  'answers 200 with null': { status: 200, body: 'null' },
  'answers 200 with a number': { status: 200, body: '7' },
  'answers deeply nested nonsense': { status: 200, body: '['.repeat(100_000) },
})

describe.each(['google', 'github'] as const)('when %s is in trouble', (id) => {
  let trouble: Case
  let attacker: Attacker
  beforeAll(async () => {
    attacker = await startAttacker('{"sub":"1","id":1}')
    trouble = await starts[id]()
  })
  afterAll(() => Promise.all([trouble.standIn.stop(), attacker.stop()]))
  beforeEach(() => trouble.standIn.heal())

  test('every call is tested', () => {
    expect(Object.keys(trouble.calls)).toEqual(paths[id])
  })

  test.each(paths[id])('%s: every failure is an outage in time, and the next attempt works', async (path) => {
    for (const [what, fault] of Object.entries(faults(attacker))) {
      // A revocation has nothing to read: 200 is enough.
      if (
        path === '/revoke' &&
        typeof fault === 'object' &&
        'status' in fault &&
        !fault.body.includes('error')
      ) {
        continue
      }
      const providerLogin = await trouble.arrive()
      const adapter = trouble.adapter()
      trouble.standIn.fail(path, fault)
      const began = Date.now()
      const thrown = await faultOf(Promise.resolve(trouble.calls[path]?.(adapter, providerLogin)))
      expect([what, thrown.why]).toEqual([what, 'unavailable'])
      expect(Date.now() - began).toBeLessThan(3 * limits.callMs)
      trouble.standIn.heal()
    }
    expect(attacker.asked).toEqual([])
    const adapter = trouble.adapter()
    await expect(trouble.calls[path]?.(adapter, await trouble.arrive())).resolves.toBeDefined()
  })
})

describe('the longest possible visit', () => {
  const grant = { code: 'c', state: 's', codeVerifier: 'v', nonce: 'n', redirectUri: 'https://x.example' }
  const sum = (requests: readonly { readonly timeoutMs?: number }[]) =>
    requests.reduce((total, { timeoutMs = 3_000 }) => total + timeoutMs, 0)

  test('at Google ends within 8 seconds', () => {
    const app = toGoogleApp({ clientId: 'a', clientSecret: 'b' })
    const revoking = googleRequests.revokeRequest(app, { kind: 'access', token: 't' })
    const reading = bearerRequest(app.at.userinfo, 't', providerTimeouts.profile)
    const redeeming = { timeoutMs: providerTimeouts.signIn }
    expect(sum([redeeming, { timeoutMs: 1_000 }, reading, revoking])).toBeLessThan(8_000)
    expect(sum([googleRequests.tokenInfoRequest(app, 't'), reading, revoking])).toBeLessThan(8_000)
  })

  test('at GitHub ends within 8 seconds', () => {
    const app = toGithubApp({ clientId: 'a', clientSecret: 'b' })
    const pages = [1, 2, 3].map((page) => githubRequests.emailsRequest(app, 't', page))
    const ending = [githubRequests.refreshRequest(app, 't'), githubRequests.endGrantRequest(app, 't')]
    const visit = [githubRequests.tokenRequest(app, grant), githubRequests.userRequest(app, 't')]
    expect(sum([...visit, ...pages, ...ending])).toBeLessThan(8_000)
  })
})
