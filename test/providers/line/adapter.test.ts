import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ProviderLogin } from '../../../lib/flows/ports/provider.ts'
import { createLine, toProfile } from '../../../lib/providers/line/adapter.ts'
import { createProviderHttp, type ProviderHttp } from '../../../lib/providers/wire/http.ts'
import type { OidcStandIn } from '../../../lib/stand-ins/oidc/stand-in.ts'
import { faultOf } from '../fault-of.ts'
import samples from '../samples/line.json' with { type: 'json' }
import { callbackOf, visitAt } from '../visit-at.ts'
import { adapterFor, clients, startLine } from './world.ts'

let standIn: OidcStandIn
beforeAll(async () => {
  standIn = await startLine()
})
afterAll(() => standIn.stop())
beforeEach(() => standIn.heal())

const request = {
  redirectUri: callbackOf('line'),
  state: 's',
  nonce: 'n',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  interactive: false,
}
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** An id_token as LINE signs it for a web login by default: with the channel secret. */
function signedWith(secret: string, claims: object = {}): string {
  const iat = Math.floor(Date.now() / 1000)
  const { clientId: aud } = clients
  const usual = { iss: standIn.origin, aud, sub: samples.whole.sub, iat, exp: iat + 3600, nonce: 'n' }
  const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode({ ...usual, ...claims })}`
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`
}
const read = (idToken: string) => Promise.resolve(adapterFor(standIn).idTokens?.read(idToken, 'n'))

describe('the settings of LINE', () => {
  test.each([
    { clientId: '' },
    { clientSecret: '' },
    { authOrigin: 'http://access.line.me' },
    { apiOrigin: 'https://api.line.me/' },
  ])('refuse %j at start', (settings) => {
    expect(() => adapterFor(standIn, settings)).toThrow(/^LINE /)
  })

  test('lead to the real LINE by default', () => {
    const { clientId, clientSecret } = clients
    const url = new URL(
      createLine({ clientId, clientSecret }, createProviderHttp()).authorizationUrl(request),
    )
    expect(`${url.origin}${url.pathname}`).toBe('https://access.line.me/oauth2/v2.1/authorize')
  })
})

describe('the authorization request to LINE', () => {
  const paramsFor = (settings: object, more: object = {}) =>
    Object.fromEntries(
      new URL(adapterFor(standIn, settings).authorizationUrl({ ...request, ...more })).searchParams,
    )

  test.each([
    [{}, { scope: 'openid profile email' }],
    [{ scopes: ['profile'] }, { scope: 'openid profile' }],
    [{ botPrompt: 'aggressive' }, { bot_prompt: 'aggressive' }],
  ])('follows the settings %j', (settings, expected) => {
    expect(paramsFor(settings)).toMatchObject(expected)
  })

  test('asks a member who links or re-authenticates to sign in, and LINE to tell when', () => {
    expect(paramsFor({}, { interactive: true })).toMatchObject({ prompt: 'login', max_age: '600' })
    expect(paramsFor({})).not.toHaveProperty('prompt')
  })

  test.each([
    ['none', 'none'],
    ['login', 'login'],
    ['select_account', undefined],
    ['create', undefined],
  ] as const)('asks for %s as %s', (prompt, expected) => {
    expect(paramsFor({}, { hints: { prompt } })['prompt']).toBe(expected)
  })
})

describe('a profile from LINE', () => {
  test('is complete, with an address that proves nothing', () => {
    expect(toProfile(samples.whole)).toEqual({
      identity: { provider: 'line', subject: samples.whole.sub },
      email: { value: 'yui@example.com', trust: 'unverified' },
      name: '田中 ゆい',
      nickname: '田中 ゆい',
      picture: samples.whole.picture,
      refused: [],
      terms: [],
    })
  })

  test('trusts no flag that LINE does not have', () => {
    expect(toProfile(samples.claims_of_verification).email?.trust).toBe('unverified')
  })

  test.each(['nothing', 'empties'] as const)('may be almost empty: %s', (name) => {
    const { identity, ...rest } = toProfile(samples[name])
    expect(rest).toEqual({ refused: [], terms: [] })
    expect(identity.provider).toBe('line')
  })

  test.each(['u1234567890abcdef1234567890abcdef', 'U1234', '1234567890', null])(
    'is refused with the sub %j',
    (sub) => {
      expect(() => toProfile({ ...samples.whole, sub })).toThrow(/unexpected/)
    },
  )

  test('has no address where the channel may not ask for it', async () => {
    const line = adapterFor(standIn, { scopes: ['profile'] })
    const login = await line.redeemCode(visitAt(line, standIn, 'yui'))
    expect(await line.fetchProfile(login)).not.toHaveProperty('email')
  })
})

describe('the friendship with our official account', () => {
  const friendOf = async (person: string, settings: object = { botPrompt: 'normal' }) => {
    const line = adapterFor(standIn, settings)
    return line.fetchProfile(await line.redeemCode(visitAt(line, standIn, person)))
  }

  test('is asked for where the stage offers it', async () => {
    expect(await friendOf('haeun')).toMatchObject({ friend: true })
    expect(await friendOf('yui')).toMatchObject({ friend: false })
    expect(await friendOf('haeun', {})).not.toHaveProperty('friend')
  })

  test.each([
    ['an error', { status: 500, body: '' }],
    ['nonsense', { status: 200, body: '{"friendFlag": "yes"}' }],
  ])('holds nobody up when LINE answers with %s', async (_, response) => {
    const real = createProviderHttp()
    const http: ProviderHttp = (asked) =>
      asked.url.includes('/friendship/')
        ? Promise.resolve({ contentType: 'application/json', ...response })
        : real(asked)
    const { origin: authOrigin } = standIn
    const line = createLine({ ...clients, botPrompt: 'normal', authOrigin, apiOrigin: authOrigin }, http)
    const profile = await line.fetchProfile(await line.redeemCode(visitAt(line, standIn, 'haeun')))
    expect(profile).toMatchObject({ name: '이하은' })
    expect(profile).not.toHaveProperty('friend')
  })
})

describe('an id_token of LINE', () => {
  test('may be signed with the channel secret', async () => {
    expect((await read(signedWith(clients.clientSecret)))?.identity.subject).toBe(samples.whole.sub)
  })

  test.each([
    ['another secret', () => signedWith('another-secret-of-our-channel-here'), 'grant_invalid'],
    ['the published key as a secret', () => signedWith(standIn.publicPem()), 'grant_invalid'],
    [
      'our secret, for another channel',
      () => signedWith(clients.clientSecret, { aud: '2000000002' }),
      'token_not_ours',
    ],
    [
      'our secret, by another issuer',
      () => signedWith(clients.clientSecret, { iss: 'https://line.example' }),
      'grant_invalid',
    ],
    [
      'our secret, of another visit',
      () => signedWith(clients.clientSecret, { nonce: 'other' }),
      'grant_invalid',
    ],
  ])('is refused when signed with %s', async (_, token, why) => {
    expect((await faultOf(read(token()))).why).toBe(why)
  })

  test('tells when the person signed in to LINE, where linking asks for it', async () => {
    const line = adapterFor(standIn)
    const asked = { ...visitAt(line, standIn, 'yui'), maxAge: 600 }
    expect((await line.redeemCode(asked)).signInAge).toBeUndefined()
    const url = line.authorizationUrl({ ...request, codeChallenge: request.codeChallenge, interactive: true })
    expect(new URL(url).searchParams.get('max_age')).toBe('600')
  })
})

describe('the stored token of LINE', () => {
  const keptOf = ({ tokenToStore }: ProviderLogin) =>
    tokenToStore && { ...tokenToStore, renew: async () => undefined }
  const end = async ({ identity, tokenToStore }: ProviderLogin) =>
    adapterFor(standIn).disconnection?.disconnect(
      identity,
      keptOf({ identity, ...(tokenToStore && { tokenToStore }) }),
    )

  test('is the refresh token, which lives for 90 days whatever happens', async () => {
    const line = adapterFor(standIn)
    const { tokenToStore } = await line.redeemCode(visitAt(line, standIn, 'ren'))
    expect(tokenToStore).toMatchObject({ kind: 'refresh', durable: true })
    const days = ((tokenToStore?.expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(90)
  })

  test('ends the connection by a live token of the person and a token of the channel', async () => {
    const line = adapterFor(standIn)
    const login = await line.redeemCode(visitAt(line, standIn, 'ren'))
    const before = standIn.requests.length
    expect(await end(login)).toBe('ended')
    expect(standIn.isConnected('ren')).toBe(false)
    expect(
      standIn.requests
        .slice(before)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['/oauth2/v2.1/token', '/oauth2/v3/token', '/user/v1/deauthorize'])
  })

  test('of a mobile app ends the connection too', async () => {
    const login = await adapterFor(standIn).accessTokens?.read(standIn.nativeTokens('sora', {}).accessToken)
    if (login === undefined) throw new Error('no login')
    expect(await end(login)).toBe('ended')
    expect(standIn.isConnected('sora')).toBe(false)
    expect(await end(login)).toBe('ended')
  })

  test('that has run out leaves a connection which ieum cannot end', async () => {
    const line = adapterFor(standIn)
    const { identity } = await line.redeemCode(visitAt(line, standIn, 'ren'))
    const token = { kind: 'refresh', token: 'long-gone', expiresAt: new Date(0), durable: true } as const
    expect(await end({ identity, tokenToStore: token })).toBe('not_revocable')
  })

  test.each([
    ['/oauth2/v2.1/token', 400, '{"error":"invalid_request"}', 'not_revocable'],
    ['/oauth2/v2.1/token', 400, '{"error":"invalid_client"}', 'unavailable'],
    ['/oauth2/v3/token', 400, '{"error":"invalid_client"}', 'unavailable'],
    ['/user/v1/deauthorize', 401, '{"message":"invalid channel token"}', 'unavailable'],
    ['/user/v1/deauthorize', 400, '{"message":"something else"}', 'unavailable'],
    ['/user/v1/deauthorize', 200, '{}', 'unavailable'],
  ])('after %s answered %i %s: %s', async (path, status, body, expected) => {
    const line = adapterFor(standIn)
    const login = await line.redeemCode(visitAt(line, standIn, 'ren'))
    standIn.fail(path, { status, body })
    const ending = end(login)
    expect(expected === 'unavailable' ? (await faultOf(ending)).why : await ending).toBe(expected)
  })
})
