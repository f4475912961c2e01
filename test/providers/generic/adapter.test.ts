import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ProviderLogin } from '../../../lib/flows/ports/provider.ts'
import { createDiscovery } from '../../../lib/providers/oidc/discovery.ts'
import { toTrustedProfile } from '../../../lib/providers/oidc/generic.ts'
import type { ProviderHttp } from '../../../lib/providers/wire/http.ts'
import type { OidcStandIn } from '../../../lib/stand-ins/oidc/stand-in.ts'
import { faultOf } from '../fault-of.ts'
import { callbackOf, visitAt } from '../visit-at.ts'
import { adapterFor, startGeneric } from './world.ts'

let standIn: OidcStandIn
beforeAll(async () => {
  standIn = await startGeneric()
})
afterAll(() => standIn.stop())
beforeEach(() => standIn.heal())

const metadataPath = '/.well-known/openid-configuration'
const request = {
  redirectUri: callbackOf('oidc'),
  state: 's',
  nonce: 'n',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  interactive: false,
}
async function ready(settings: Parameters<typeof adapterFor>[1] = {}) {
  const oidc = adapterFor(standIn, settings)
  await oidc.prepare?.()
  return oidc
}

describe('the settings of an OpenID provider', () => {
  test.each([
    { clientId: '' },
    { clientSecret: '' },
    { issuer: 'http://login.example.com' },
    { issuer: 'https://login.example.com?tenant=1' },
    { issuer: 'login.example.com' },
  ])('refuse %j at start', (settings) => {
    expect(() => adapterFor(standIn, settings)).toThrow(/^OIDC /)
  })
})

describe('the metadata of a provider', () => {
  const good = {
    issuer: 'https://login.example.com/tenant/',
    authorization_endpoint: 'https://login.example.com/a',
    token_endpoint: 'https://login.example.com/t',
    jwks_uri: 'https://keys.example.com/k',
  }
  /** A provider that answers with each body in turn, and how often it was asked. */
  function answering(...bodies: readonly (object | 'down')[]) {
    const asked: string[] = []
    let time = 0
    const http: ProviderHttp = async ({ url }) => {
      const body = bodies[Math.min(asked.length, bodies.length - 1)]
      asked.push(url)
      const status = body === 'down' ? 503 : 200
      return { status, contentType: 'application/json', body: JSON.stringify(body) }
    }
    const discover = createDiscovery(good.issuer, http, () => time)
    const pass = (ms: number): void => {
      time += ms
    }
    return { asked, discover, pass }
  }

  test('is fetched once an hour, below the issuer without its last slash', async () => {
    const { asked, discover, pass } = answering(good)
    await Promise.all([discover(), discover()])
    pass(3_599_000)
    await discover()
    expect(asked).toEqual(['https://login.example.com/tenant/.well-known/openid-configuration'])
    pass(2_000)
    await discover()
    expect(asked).toHaveLength(2)
  })

  test('is asked for again a second after a failure', async () => {
    const { asked, discover, pass } = answering('down', good)
    expect((await faultOf(discover())).why).toBe('unavailable')
    expect((await faultOf(discover())).why).toBe('unavailable')
    expect(asked).toHaveLength(1)
    pass(1_001)
    expect((await discover()).issuer).toBe(good.issuer)
  })

  test('serves for a day while the provider is down', async () => {
    const { discover, pass } = answering(good, 'down')
    await discover()
    pass(23 * 3_600_000)
    expect((await discover()).issuer).toBe(good.issuer)
    pass(2 * 3_600_000)
    expect((await faultOf(discover())).why).toBe('unavailable')
  })

  test.each([
    ['of another issuer', { issuer: 'https://login.example.com/tenant' }],
    ['with a token endpoint in the clear', { token_endpoint: 'http://login.example.com/t' }],
    ['that leads into our own machine', { userinfo_endpoint: 'http://127.0.0.1:9001/2018-06-01/runtime' }],
    ['with an address that is none', { jwks_uri: 'keys' }],
    ['without keys', { jwks_uri: undefined }],
  ])('is not used %s', async (_, change) => {
    expect((await faultOf(answering({ ...good, ...change }).discover())).why).toBe('unavailable')
  })

  test('is needed before the browser goes off, and its outage is the provider’s', async () => {
    const oidc = adapterFor(standIn)
    expect(() => oidc.authorizationUrl(request)).toThrow(/not discovered/)
    standIn.fail(metadataPath, 'server_error')
    expect((await faultOf(Promise.resolve(oidc.prepare?.()))).why).toBe('unavailable')
    await oidc.warm()
  })

  test('that signs only with what ieum cannot verify is an outage', async () => {
    const body = await fetch(`${standIn.origin}${metadataPath}`).then((response) => response.json())
    const changed = { ...Object(body), id_token_signing_alg_values_supported: ['none', 'HS256'] }
    standIn.fail(metadataPath, { status: 200, body: JSON.stringify(changed) })
    expect((await faultOf(Promise.resolve(adapterFor(standIn).prepare?.()))).why).toBe('unavailable')
  })
})

describe('a code of an OpenID provider', () => {
  test.each([undefined, 'https://mallory.example', 'https://accounts.google.com', ''])(
    'is refused before any call when it comes beside the issuer %j',
    async (issuer) => {
      const oidc = await ready()
      const { issuer: _, ...grant } = visitAt(oidc, standIn, 'gaon')
      const before = standIn.requests.length
      const redeemed = oidc.redeemCode({ ...grant, ...(issuer !== undefined && { issuer }) })
      expect((await faultOf(redeemed)).why).toBe('grant_invalid')
      expect(standIn.requests).toHaveLength(before)
    },
  )

  test('is redeemed with the secret in a header, whatever characters it has', async () => {
    const oidc = await ready()
    await oidc.redeemCode(visitAt(oidc, standIn, 'gaon'))
    const asked = standIn.requests.findLast(({ path }) => path === '/oauth/token')
    expect(asked?.scheme).toBe('Basic')
    expect(asked?.params).not.toHaveProperty('client_secret')
  })

  test('brings a token of exactly this issuer', async () => {
    const oidc = await ready()
    for (const iss of [`${standIn.origin}/`, standIn.origin.toUpperCase(), 'https://accounts.google.com']) {
      const read = Promise.resolve(oidc.idTokens?.read(standIn.signIdToken({ iss, nonce: 'n' }), 'n'))
      expect((await faultOf(read)).why).toBe('grant_invalid')
    }
  })

  test('is asked for with a sign-in of this moment where a member links', async () => {
    const url = (await ready()).authorizationUrl({ ...request, interactive: true })
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({ prompt: 'login', max_age: '600' })
  })
})

describe('a profile from an OpenID provider', () => {
  const claims = {
    sub: 'person-1',
    name: '제갈가온',
    email: 'Gaon@Example.com',
    email_verified: true,
    phone_number: '+821012345678',
    phone_number_verified: true,
    birthdate: '1990-05-17',
    gender: 'female',
  }
  const trust = { email: 'vouched', phone: 'verified_once' } as const

  test('is trusted as far as the stage says', () => {
    expect(toTrustedProfile(trust, claims)).toEqual({
      identity: { provider: 'oidc', subject: 'person-1' },
      email: { value: 'gaon@example.com', trust: 'vouched' },
      phone: { value: '+821012345678', trust: 'verified_once' },
      name: '제갈가온',
      gender: 'female',
      birth: { year: 1990, monthDay: '0517', calendar: 'solar' },
      refused: [],
      terms: [],
    })
    const { email, phone } = toTrustedProfile({ email: 'unverified', phone: 'unverified' }, claims)
    expect([email?.trust, phone?.trust]).toEqual(['unverified', 'unverified'])
  })

  test.each([false, 'true', 1, null, undefined])('proves nothing where the flag is %j', (flag) => {
    const odd = { ...claims, email_verified: flag, phone_number_verified: flag }
    const { email, phone } = toTrustedProfile(trust, odd)
    expect([email?.trust, phone?.trust]).toEqual(['unverified', 'unverified'])
  })

  test.each([
    ['1990', { year: 1990, calendar: 'solar' }],
    ['0000-05-17', { monthDay: '0517', calendar: 'solar' }],
    ['1990-13-40', { year: 1990, calendar: 'solar' }],
    ['17.5.1990', undefined],
  ])('reads the birth date %s', (birthdate, birth) => {
    expect(toTrustedProfile(trust, { ...claims, birthdate }).birth).toEqual(birth)
  })
})

describe('the stored token of an OpenID provider', () => {
  const end = async (oidc: Awaited<ReturnType<typeof ready>>, { identity, tokenToStore }: ProviderLogin) =>
    oidc.disconnection?.disconnect(
      identity,
      tokenToStore && { ...tokenToStore, renew: async () => undefined },
    )

  test('ends nothing where the provider has no revocation', async () => {
    const body = await fetch(`${standIn.origin}${metadataPath}`).then((response) => response.json())
    const changed = { ...Object(body), revocation_endpoint: undefined }
    standIn.fail(metadataPath, { status: 200, body: JSON.stringify(changed) })
    const oidc = await ready()
    const login = await oidc.redeemCode(visitAt(oidc, standIn, 'nara'))
    expect(await end(oidc, login)).toBe('not_revocable')
  })

  test.each([
    [400, '{"error":"unsupported_token_type"}', 'not_revocable'],
    [401, '{"error":"invalid_client"}', 'unavailable'],
    [503, '', 'unavailable'],
  ])('after an answer %i %s: %s', async (status, body, expected) => {
    const oidc = await ready()
    const login = await oidc.redeemCode(visitAt(oidc, standIn, 'nara'))
    standIn.fail('/oauth/revoke', { status, body })
    const ending = end(oidc, login)
    expect(expected === 'unavailable' ? (await faultOf(ending)).why : await ending).toBe(expected)
  })
})
