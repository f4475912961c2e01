import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isSubject } from '../../../lib/domain/values/identity.ts'
import type { ProviderToken } from '../../../lib/domain/visit/provider-token.ts'
import type { ProviderLogin } from '../../../lib/flows/ports/provider.ts'
import { createGithub } from '../../../lib/providers/github/adapter.ts'
import { createProviderHttp } from '../../../lib/providers/wire/http.ts'
import type { GithubPersona } from '../../../lib/stand-ins/github/persona.ts'
import type { GithubStandIn } from '../../../lib/stand-ins/github/stand-in.ts'
import { faultOf } from '../fault-of.ts'
import { visitAt } from '../visit-at.ts'
import { adapterFor, clients, startGithub } from './world.ts'

const subject = '9007199254740993'
if (!isSubject(subject)) throw new Error('not a subject')
const identity = { provider: 'github', subject } as const

/** An account with more addresses than two pages hold, and the primary one among them. */
const collector: GithubPersona = {
  key: 'collector',
  id: 999n,
  note: { ko: '시험', en: 'for a test' },
  login: 'collector',
  emails: Array.from({ length: 230 }, (_, index) => ({
    email: `address${index}@example.com`,
    primary: index === 120,
    verified: true,
  })),
}
const noPrimary: GithubPersona = {
  ...collector,
  key: 'no-primary',
  id: 998n,
  emails: collector.emails.map((entry) => ({ ...entry, primary: false })),
}

let standIn: GithubStandIn
let lasting: GithubStandIn
beforeAll(async () => {
  const { githubCast } = await import('../../../lib/stand-ins/github/cast.ts')
  const personas = [...githubCast, collector, noPrimary]
  standIn = await startGithub({ personas })
  lasting = await startGithub({ clients: { ...clients, expiringTokens: false } })
})
afterAll(() => Promise.all([standIn.stop(), lasting.stop()]))
beforeEach(() => {
  standIn.heal()
  lasting.heal()
})

const request = {
  redirectUri: 'https://api.example.com/callback/github',
  state: 's',
  nonce: 'n',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  interactive: false,
}

/** The stored token of a visit, and every token that replaced it. */
function keptOf({ tokenToStore }: ProviderLogin) {
  if (tokenToStore === undefined) throw new Error('nothing was kept')
  const renewed: ProviderToken[] = []
  return {
    renewed,
    kept: { ...tokenToStore, renew: async (token: ProviderToken) => void renewed.push(token) },
  }
}

async function profileAt(at: GithubStandIn, persona: string) {
  const github = adapterFor(at)
  return github.fetchProfile(await github.redeemCode(visitAt(github, at, persona)))
}

describe('the settings of GitHub', () => {
  test.each([
    { clientId: '' },
    { clientSecret: 'a b' },
    { origin: 'http://github.example.com' },
    { origin: 'https://github.example.com/' },
    { apiOrigin: 'github.example.com' },
  ])('refuse %j at start', (settings) => {
    expect(() => adapterFor(standIn, settings)).toThrow(/^GitHub /)
  })

  test('lead to the real GitHub by default, and to an own instance with its path', () => {
    const { clientId, clientSecret } = clients
    const real = createGithub({ clientId, clientSecret }, createProviderHttp())
    expect(real.authorizationUrl(request)).toMatch(/^https:\/\/github\.com\/login\/oauth\/authorize\?/)
    expect(() => adapterFor(standIn, { apiOrigin: 'https://git.example.com/api/v3' })).not.toThrow()
  })
})

describe('the authorization request to GitHub', () => {
  test('requests the address, and nothing else', () => {
    const { searchParams } = new URL(adapterFor(standIn).authorizationUrl(request))
    expect(searchParams.get('scope')).toBe('user:email')
    expect(searchParams.has('prompt')).toBe(false)
  })

  test('lets a member who links GitHub or re-authenticates choose the account', () => {
    const url = adapterFor(standIn).authorizationUrl({ ...request, interactive: true })
    expect(new URL(url).searchParams.get('prompt')).toBe('select_account')
  })
})

describe('the profile of GitHub', () => {
  test('takes one more call than the visit, for the address', async () => {
    const github = adapterFor(standIn)
    const before = standIn.requests.length
    const providerLogin = await github.redeemCode(visitAt(github, standIn, 'haneul'))
    expect(await github.fetchProfile(providerLogin)).toMatchObject({
      name: '김하늘',
      nickname: 'haneul-dev',
      email: { value: 'haneul.kim@example.com', trust: 'verified_once' },
      refused: [],
    })
    expect(standIn.requests.slice(before).map(({ path }) => path)).toEqual([
      '/login/oauth/access_token',
      '/user',
      '/user/emails',
    ])
  })

  test('reports a refused address when the person left it out', async () => {
    const profile = await profileAt(standIn, 'bada')
    expect([profile.email, profile.refused]).toEqual([undefined, ['email']])
  })

  test('finds the primary address on a later page, and stops there', async () => {
    const before = standIn.requests.length
    expect((await profileAt(standIn, 'collector')).email?.value).toBe('address120@example.com')
    const pages = standIn.requests.slice(before).filter(({ path }) => path === '/user/emails')
    expect(pages.map(({ params }) => params['page'])).toEqual(['1', '2'])
  })

  test('reads at most three pages', async () => {
    const before = standIn.requests.length
    expect((await profileAt(standIn, 'no-primary')).email).toBeUndefined()
    const pages = standIn.requests.slice(before).filter(({ path }) => path === '/user/emails')
    expect(pages).toHaveLength(3)
  })

  test('has no address where the app may not read any', async () => {
    standIn.fail('/user/emails', {
      status: 403,
      body: '{"message":"Resource not accessible by integration"}',
    })
    const profile = await profileAt(standIn, 'haneul')
    expect([profile.email, profile.refused]).toEqual([undefined, []])
  })

  test.each([
    ['a limit that is reached', 403, '{"message":"API rate limit exceeded for user ID 1."}'],
    ['a second limit', 403, '{"message":"You have exceeded a secondary rate limit."}'],
    ['a page that is not there', 404, '<html></html>'],
    ['a list of something else', 200, '["haneul@example.com"]'],
    ['an error in place of a list', 200, '{"message":"x"}'],
  ])('treats %s as an outage', async (_, status, body) => {
    standIn.fail('/user/emails', { status, body })
    expect((await faultOf(profileAt(standIn, 'haneul'))).why).toBe('unavailable')
  })

  test('is complete for an access token of a mobile app', async () => {
    const github = adapterFor(standIn)
    const providerLogin = await github.accessTokens?.read(standIn.nativeAccessToken('haneul'))
    if (providerLogin === undefined) throw new Error('no talent')
    expect(await github.fetchProfile(providerLogin)).toMatchObject({ name: '김하늘', nickname: 'haneul-dev' })
  })
})

describe('an error of GitHub with status 200', () => {
  test.each([
    ['bad_verification_code', 'grant_invalid'],
    ['redirect_uri_mismatch', 'grant_invalid'],
    ['incorrect_client_credentials', 'unavailable'],
    ['unverified_user_email', 'unavailable'],
    ['something new', 'unavailable'],
  ])('%s is %s', async (error, why) => {
    const github = adapterFor(standIn)
    const grant = visitAt(github, standIn, 'haneul')
    standIn.fail('/login/oauth/access_token', { status: 200, body: JSON.stringify({ error }) })
    expect((await faultOf(github.redeemCode(grant))).why).toBe(why)
  })
})

describe('a token of a mobile app', () => {
  test('without an expiry is remembered for years, and stored', async () => {
    const token = lasting.nativeAccessToken('haneul')
    const providerLogin = await adapterFor(lasting).accessTokens?.read(token)
    expect(providerLogin?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 9 * 365 * 86_400_000)
    expect(providerLogin?.tokenToStore).toEqual({ kind: 'access', token, durable: true })
  })

  test('is not ours when GitHub names another app for it', async () => {
    const path = `/applications/${clients.clientId}/token`
    standIn.fail(path, {
      status: 200,
      body: '{"app":{"client_id":"another"},"user":{"id":1},"expires_at":null}',
    })
    const read = adapterFor(standIn).accessTokens?.read('gho_x')
    expect((await faultOf(Promise.resolve(read))).why).toBe('token_not_ours')
  })

  test('is an outage when GitHub refuses our own credentials', async () => {
    const github = adapterFor(standIn, { clientSecret: 'old' })
    const read = github.accessTokens?.read(standIn.nativeAccessToken('haneul'))
    expect((await faultOf(Promise.resolve(read))).why).toBe('unavailable')
  })
})

describe('disconnecting at GitHub', () => {
  test('within the visit takes its access token, so that the refresh token is renewed by nobody', async () => {
    const github = adapterFor(standIn)
    const { identity, tokenToEnd } = await github.redeemCode(visitAt(github, standIn, 'gyeoul'))
    if (tokenToEnd === undefined) throw new Error('nothing ends the connection')
    const renew = () => Promise.reject(new Error('was renewed'))
    expect(await github.disconnection?.disconnect(identity, { ...tokenToEnd, renew })).toBe('ended')
    expect(standIn.isConnected('gyeoul')).toBe(false)
  })

  test('gets a new access token for the stored refresh token, and stores the next refresh token first', async () => {
    const github = adapterFor(standIn)
    const providerLogin = await github.redeemCode(visitAt(github, standIn, 'gyeoul'))
    expect(providerLogin.tokenToStore).toMatchObject({ kind: 'refresh', durable: true })
    const { kept, renewed } = keptOf(providerLogin)
    standIn.fail(`/applications/${clients.clientId}/grant`, 'server_error')
    const failed = github.disconnection?.disconnect(providerLogin.identity, kept)
    expect((await faultOf(Promise.resolve(failed))).why).toBe('unavailable')
    const [shown, next] = renewed
    expect(shown).toMatchObject({ kind: 'refresh', token: kept.token, shown: true })
    if (next === undefined) throw new Error('nothing was renewed')
    expect(next).toMatchObject({ kind: 'refresh' })
    expect(next.token).not.toBe(kept.token)
    standIn.heal()
    expect(await github.disconnection?.disconnect(providerLogin.identity, { ...kept, ...next })).toBe('ended')
    expect(standIn.isConnected('gyeoul')).toBe(false)
  })

  test('does not succeed when a lost response used up the refresh token', async () => {
    const github = adapterFor(standIn)
    const providerLogin = await github.redeemCode(visitAt(github, standIn, 'noel'))
    const { kept, renewed } = keptOf(providerLogin)
    standIn.fail('/login/oauth/access_token', 'truncated')
    const failed = github.disconnection?.disconnect(providerLogin.identity, kept)
    expect((await faultOf(Promise.resolve(failed))).why).toBe('unavailable')
    standIn.heal()
    const again = { ...kept, ...renewed.at(-1) }
    expect(await github.disconnection?.disconnect(providerLogin.identity, again)).toBe('not_revocable')
    expect(standIn.isConnected('noel')).toBe(true)
  })

  test('uses a stored access token unchanged', async () => {
    const github = adapterFor(lasting)
    const providerLogin = await github.redeemCode(visitAt(github, lasting, 'gyeoul'))
    expect(providerLogin.tokenToStore).toEqual({
      kind: 'access',
      token: providerLogin.accessToken,
      durable: true,
    })
    expect(await github.disconnection?.disconnect(providerLogin.identity, keptOf(providerLogin).kept)).toBe(
      'ended',
    )
    expect(lasting.isConnected('gyeoul')).toBe(false)
  })

  test.each([
    ['refresh', 'ghr_gone'],
    ['access', 'gho_gone'],
  ] as const)('succeeds when GitHub no longer knows the %s token', async (kind, token) => {
    const kept = { kind, token, renew: async () => undefined }
    const { disconnection } = adapterFor(standIn)
    expect(await disconnection?.disconnect(identity, kept)).toBe('ended')
    expect(await disconnection?.disconnect(identity, { ...kept, expiresAt: new Date(0) })).toBe(
      'not_revocable',
    )
  })

  test('fails when our own credentials are refused', async () => {
    const github = adapterFor(lasting)
    const providerLogin = await github.redeemCode(visitAt(github, lasting, 'gyeoul'))
    const { kept } = keptOf(providerLogin)
    const ended = adapterFor(lasting, { clientSecret: 'old' }).disconnection?.disconnect(identity, kept)
    expect((await faultOf(Promise.resolve(ended))).why).toBe('unavailable')
    expect(lasting.isConnected('gyeoul')).toBe(true)
  })
})
