import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isSubject } from '../../../lib/domain/values/identity.ts'
import type { ProviderLogin } from '../../../lib/flows/ports/provider.ts'
import { createGoogle } from '../../../lib/providers/google/adapter.ts'
import { createProviderHttp, type ProviderHttp } from '../../../lib/providers/wire/http.ts'
import type { OidcStandIn } from '../../../lib/stand-ins/oidc/stand-in.ts'
import { faultOf } from '../fault-of.ts'
import { visitAt } from '../visit-at.ts'
import { adapterFor, clients, settingsFor, startGoogle } from './world.ts'

let standIn: OidcStandIn
let clock = 0
beforeAll(async () => {
  standIn = await startGoogle({ now: () => new Date(Date.now() + clock) })
})
afterAll(() => standIn.stop())
beforeEach(() => {
  standIn.heal()
  clock = 0
})

const request = {
  redirectUri: 'https://api.example.com/callback/google',
  state: 's',
  nonce: 'n',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  interactive: false,
}
const renew = async () => undefined
const keptOf = ({ tokenToStore }: ProviderLogin) => tokenToStore && { ...tokenToStore, renew }

describe('the settings of Google', () => {
  test.each([
    { clientId: '' },
    { clientSecret: '' },
    { otherClientIds: ['x', ''] },
    { issuer: 'http://accounts.google.com' },
    { issuer: 'https://accounts.google.com/' },
    { issuer: 'https://accounts.google.com?x=1' },
    { issuer: 'accounts.example.com' },
  ])('refuse %j at start', (settings) => {
    expect(() => adapterFor(standIn, settings)).toThrow(/^Google /)
  })

  test('lead to the real Google by default', () => {
    const { clientId, clientSecret } = clients
    const google = createGoogle({ clientId, clientSecret }, createProviderHttp())
    const url = new URL(google.authorizationUrl(request))
    expect(`${url.origin}${url.pathname}`).toBe('https://accounts.google.com/o/oauth2/v2/auth')
  })
})

describe('the authorization request to Google', () => {
  test('requests only the identity, and a refresh token', () => {
    const { searchParams } = new URL(adapterFor(standIn).authorizationUrl(request))
    expect(searchParams.get('scope')).toBe('openid email profile')
    expect(searchParams.get('access_type')).toBe('offline')
    expect(searchParams.has('prompt')).toBe(false)
  })

  test('lets a member who links Google or re-authenticates choose the account', () => {
    const url = adapterFor(standIn).authorizationUrl({ ...request, interactive: true })
    expect(new URL(url).searchParams.get('prompt')).toBe('select_account')
  })

  test.each([
    ['none', 'none'],
    ['select_account', 'select_account'],
    ['login', 'select_account'],
    ['create', 'select_account'],
  ] as const)('asks for %s as %s', (prompt, expected) => {
    const hints = { prompt, loginHint: 'hana@example.com' }
    const url = adapterFor(standIn).authorizationUrl({ ...request, interactive: false, hints })
    expect(new URL(url).searchParams.get('prompt')).toBe(expected)
    expect(new URL(url).searchParams.get('login_hint')).toBe('hana@example.com')
  })
})

describe('a visit at Google', () => {
  test('gives the whole profile in its one call', async () => {
    const google = adapterFor(standIn)
    await google.warm()
    const before = standIn.requests.length
    const providerLogin = await google.redeemCode(visitAt(google, standIn, 'seoa'))
    expect(await google.fetchProfile(providerLogin)).toMatchObject({
      name: '김서아',
      email: { value: 'seoa.kim@gmail.com', trust: 'vouched' },
    })
    expect(standIn.requests.slice(before).map(({ path }) => path)).toEqual(['/token'])
  })

  test('calls userinfo only where the id_token lacks something', async () => {
    const google = adapterFor(standIn)
    const providerLogin = await google.redeemCode(visitAt(google, standIn, 'jinwoo'))
    const before = standIn.requests.length
    expect(await google.fetchProfile(providerLogin)).toMatchObject({ email: { value: 'jinwoo@gmail.com' } })
    expect(standIn.requests.slice(before).map(({ path }) => path)).toEqual(['/v1/userinfo'])
  })

  test.each(['https://accounts.google.com', 'accounts.google.com'])('is signed by %s', async (iss) => {
    const real = await realGoogle()
    const read = real.idTokens?.read(standIn.signIdToken({ iss, nonce: 'n' }), 'n')
    expect((await read)?.identity.provider).toBe('google')
  })

  test.each([
    'http://accounts.google.com',
    'https://accounts.google.com/',
    'accounts.google.com.example.com',
    'https://google.com',
    ['accounts.google.com'],
  ])('is not signed by %j', async (iss) => {
    const real = await realGoogle()
    const read = real.idTokens?.read(standIn.signIdToken({ iss, nonce: 'n' }), 'n')
    expect((await faultOf(Promise.resolve(read))).why).toBe('grant_invalid')
  })

  test.each([
    ['for the Android app', { aud: clients.nativeClientId, azp: clients.nativeClientId }],
    ['for us, asked for by our Android app', { azp: clients.nativeClientId }],
    ['for us, asked for by nobody', { azp: undefined }],
  ])('accepts an id_token %s', async (_, claims) => {
    const read = adapterFor(standIn).idTokens?.read(standIn.signIdToken({ nonce: 'n', ...claims }), 'n')
    expect((await read)?.identity.provider).toBe('google')
  })

  test.each([
    ['for another client', { aud: 'somebody-else' }],
    ['for us, asked for by another client', { azp: 'somebody-else' }],
    ['for us and another client', { aud: [clients.clientId, 'somebody-else'] }],
  ])('refuses an id_token %s', async (_, claims) => {
    const read = adapterFor(standIn).idTokens?.read(standIn.signIdToken({ nonce: 'n', ...claims }), 'n')
    expect((await faultOf(Promise.resolve(read))).why).toBe('token_not_ours')
  })

  test('accepts no app’s id_token without a configured client', async () => {
    const google = adapterFor(standIn, { otherClientIds: [] })
    const read = google.idTokens?.read(standIn.nativeTokens('seoa', { nonce: 'n' }).idToken, 'n')
    expect((await faultOf(Promise.resolve(read))).why).toBe('token_not_ours')
  })
})

/** An adapter for the real Google, whose hosts lead to the stand-in. */
async function realGoogle() {
  const { clientId, clientSecret } = clients
  const http = createProviderHttp()
  const led: ProviderHttp = (asked) => {
    const { pathname, search } = new URL(asked.url)
    return http({ ...asked, url: `${standIn.origin}${pathname}${search}` })
  }
  const google = createGoogle({ clientId, clientSecret }, led)
  await google.warm()
  return google
}

describe('the stored token of Google', () => {
  test('is a refresh token at the first consent, and the access token of an hour afterwards', async () => {
    const google = adapterFor(standIn)
    standIn.disconnect('boram')
    const first = await google.redeemCode(visitAt(google, standIn, 'boram'))
    expect(first.tokenToStore).toMatchObject({ kind: 'refresh', durable: true })
    const second = await google.redeemCode(visitAt(google, standIn, 'boram'))
    expect(second.tokenToStore).toMatchObject({ kind: 'access', token: second.accessToken, durable: false })
    expect(second.tokenToStore?.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 3_500_000)
  })

  test('ends the connection in both forms', async () => {
    const google = adapterFor(standIn)
    const first = await google.redeemCode(visitAt(google, standIn, 'subin'))
    const second = await google.redeemCode(visitAt(google, standIn, 'subin'))
    for (const providerLogin of [first, second]) {
      expect(await google.disconnection?.disconnect(providerLogin.identity, keptOf(providerLogin))).toBe(
        'ended',
      )
      expect(standIn.isConnected('subin')).toBe(false)
      expect(standIn.isAlive(second.accessToken ?? '')).toBe(false)
    }
  })

  test('does not end the connection after the access token expires', async () => {
    const google = adapterFor(standIn)
    const { accessToken } = standIn.nativeTokens('yejun', { nonce: 'n' })
    clock = 3600_000
    const kept = { kind: 'access', token: accessToken, expiresAt: new Date(0), renew } as const
    const subject = '101000000000000000005'
    if (!isSubject(subject)) throw new Error('not a subject')
    const identity = { provider: 'google', subject } as const
    expect(await google.disconnection?.disconnect(identity, kept)).toBe('not_revocable')
    expect(standIn.isConnected('yejun')).toBe(true)
  })

  test.each([
    ['not_revocable', 400, '{"error":"invalid_request"}'],
    ['not_revocable', 400, '{"error":"unsupported_token_type"}'],
    ['unavailable', 401, '{"error":"invalid_client"}'],
    ['unavailable', 400, '{"error":"invalid_client"}'],
    ['unavailable', 503, '{"error":"invalid_request"}'],
  ])('is %s after a refusal with %i and %s', async (expected, status, body) => {
    const google = adapterFor(standIn)
    const providerLogin = await google.redeemCode(visitAt(google, standIn, 'areum'))
    standIn.fail('/revoke', { status, body })
    const ending = Promise.resolve(
      google.disconnection?.disconnect(providerLogin.identity, keptOf(providerLogin)),
    )
    const result = expected === 'unavailable' ? (await faultOf(ending)).why : await ending
    expect(result).toBe(expected)
  })

  test('never appears in a fault', async () => {
    const google = adapterFor(standIn)
    const providerLogin = await google.redeemCode(visitAt(google, standIn, 'areum'))
    standIn.fail('/revoke', 'server_error')
    const fault = await faultOf(
      Promise.resolve(google.disconnection?.disconnect(providerLogin.identity, keptOf(providerLogin))),
    )
    expect(`${fault.message} ${JSON.stringify(fault)} ${String(fault.cause)}`).not.toContain(
      providerLogin.accessToken,
    )
    standIn.fail('/tokeninfo', 'reset')
    const read = await faultOf(Promise.resolve(google.accessTokens?.read(providerLogin.accessToken ?? '')))
    expect(`${read.message} ${JSON.stringify(read)} ${String(read.cause)}`).not.toContain(
      providerLogin.accessToken,
    )
  })
})

test('needs settings with every address below another issuer', async () => {
  const { authorizationUrl } = createGoogle(
    { ...settingsFor(standIn), issuer: 'https://gateway.example.com/google' },
    createProviderHttp(),
  )
  expect(authorizationUrl(request)).toMatch(/^https:\/\/gateway\.example\.com\/google\/o\/oauth2\/v2\/auth\?/)
})
