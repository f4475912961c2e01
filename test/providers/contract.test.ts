import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isSubject, type ProviderId, providerIds } from '../../lib/domain/values/identity.ts'
import type { CodeGrant, ProviderLogin } from '../../lib/flows/ports/provider.ts'
import { adapters, type Pair, type Talent, talents } from './adapters.ts'
import { faultOf } from './fault-of.ts'

const request = {
  redirectUri: 'https://api.example.com/callback/kakao',
  state: 'the-state',
  nonce: 'the-nonce',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  interactive: false,
}

const withTalent = (talent: Talent) => providerIds.filter((id) => adapters[id].talents.includes(talent))

function talentOf<Name extends Talent>(pair: Pair, name: Name) {
  const talent = pair.provider[name]
  if (talent === undefined) throw new Error(`${pair.provider.id} has no ${name}`)
  return talent
}

/** Ends the connection of a visitor, with the stored token of the visit. */
function disconnect(pair: Pair, { identity, tokenToStore }: ProviderLogin) {
  const kept = tokenToStore && { ...tokenToStore, renew: async () => undefined }
  return talentOf(pair, 'disconnection').disconnect(identity, kept)
}

/** The faults of a code. */
const flawsAt = (id: ProviderId): readonly (readonly [string, Partial<CodeGrant>])[] => [
  ['a code that the provider never gave', { code: 'made-up' }],
  ...(adapters[id].withoutPkce ? [] : [['another code verifier', { codeVerifier: 'x'.repeat(43) }] as const]),
  ['another redirect URI', { redirectUri: `${request.redirectUri}/` }],
  ...(adapters[id].oidc ? [['the nonce of another visit', { nonce: 'of another visit' }] as const] : []),
]

describe.each(providerIds)('the adapter of %s', (id) => {
  let pair: Pair
  beforeAll(async () => {
    pair = await adapters[id].start()
  })
  afterAll(() => pair.stop())

  test('has exactly the talents of the provider', () => {
    const has = talents.filter((talent) => pair.provider[talent] !== undefined)
    expect(has).toEqual(adapters[id].talents)
  })

  test('sends the browser off with our state, nonce, redirect URI and S256 challenge', () => {
    const url = new URL(pair.provider.authorizationUrl(request))
    const { withoutPkce = false } = adapters[id]
    expect(url.searchParams.has('code_challenge')).toBe(!withoutPkce)
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      redirect_uri: request.redirectUri,
      state: 'the-state',
      ...(adapters[id].oidc && { response_type: 'code', nonce: 'the-nonce' }),
      ...(!withoutPkce && { code_challenge: request.codeChallenge, code_challenge_method: 'S256' }),
    })
  })

  test('names the visitor by the provider’s own id, as text', async () => {
    const { identity } = await pair.provider.redeemCode(pair.visit())
    expect(identity).toEqual({ provider: id, subject: pair.subject })
    expect(isSubject(identity.subject)).toBe(true)
  })

  test('names the same person on every visit', async () => {
    const first = await pair.provider.redeemCode(pair.visit())
    const second = await pair.provider.redeemCode(pair.visit())
    expect(second.identity).toEqual(first.identity)
  })

  test('signs in a returning visitor by as few calls as possible', async () => {
    await pair.provider.redeemCode(pair.visit())
    const before = pair.asked().length
    await pair.provider.redeemCode(pair.visit())
    expect(pair.asked().length - before).toBe(adapters[id].callsToReturn)
  })

  test('gives the time of the person’s presence, where the provider does', async () => {
    const { signInAge: presenceAge } = await pair.provider.redeemCode(pair.visit())
    if (adapters[id].tellsPresence) expect(presenceAge).toBeLessThan(60)
    else expect(presenceAge).toBeUndefined()
  })

  test('accepts a code once', async () => {
    const grant = pair.visit()
    await pair.provider.redeemCode(grant)
    expect((await faultOf(pair.provider.redeemCode(grant))).why).toBe('grant_invalid')
  })

  test.each(flawsAt(id))('reports an invalid grant for %s', async (_, changes) => {
    const fault = await faultOf(pair.provider.redeemCode({ ...pair.visit(), ...changes }))
    expect(fault.why).toBe('grant_invalid')
  })

  test('shows neither the code nor the verifier in a fault', async () => {
    const grant = { ...pair.visit(), redirectUri: 'https://elsewhere.example' }
    const fault = await faultOf(pair.provider.redeemCode(grant))
    const told = `${fault.message} ${JSON.stringify(fault)} ${String(fault.cause)}`
    expect(told).not.toContain(grant.code)
    expect(told).not.toContain(grant.codeVerifier)
  })

  test('fetches the profile of the visitor', async () => {
    const providerLogin = await pair.provider.redeemCode(pair.visit())
    const profile = await pair.provider.fetchProfile(providerLogin)
    expect(profile.identity).toEqual(providerLogin.identity)
    expect(profile.refused).toEqual([])
  })

  test('uses no profile that names another person', async () => {
    const providerLogin = await pair.provider.redeemCode(pair.visit())
    const subject = `${pair.subject.slice(0, -1)}7`
    if (!isSubject(subject)) throw new Error('not a subject')
    const other = { ...providerLogin, identity: { provider: id, subject } }
    expect((await faultOf(pair.provider.fetchProfile(other))).why).toBe('unavailable')
  })
})

describe.each(withTalent('idTokens'))('the id_tokens of %s', (id) => {
  let pair: Pair
  beforeAll(async () => {
    pair = await adapters[id].start()
  })
  afterAll(() => pair.stop())

  test('are accepted from our own native app', async () => {
    const providerLogin = await talentOf(pair, 'idTokens').read(
      pair.native('this-visit').idToken,
      'this-visit',
    )
    expect(providerLogin.identity.subject).toBe(pair.subject)
  })

  test.each(['of another visit', ''])('are refused for the nonce "%s"', async (nonce) => {
    const read = talentOf(pair, 'idTokens').read(pair.native('this-visit').idToken, nonce)
    expect((await faultOf(read)).why).toBe('grant_invalid')
  })

  test('lead to a profile without an access token of the person', async () => {
    const providerLogin = await talentOf(pair, 'idTokens').read(pair.native('n').idToken, 'n')
    expect(providerLogin.accessToken).toBeUndefined()
    expect((await pair.provider.fetchProfile(providerLogin)).identity).toEqual(providerLogin.identity)
  })
})

describe.each(withTalent('accessTokens'))('the access tokens of %s', (id) => {
  let pair: Pair
  beforeAll(async () => {
    pair = await adapters[id].start()
  })
  afterAll(() => pair.stop())

  test('are accepted from our own app, with their expiry', async () => {
    const providerLogin = await talentOf(pair, 'accessTokens').read(pair.native('n').accessToken)
    expect(providerLogin.identity.subject).toBe(pair.subject)
    expect(providerLogin.expiresAt.getTime()).toBeGreaterThan(Date.now() + 60_000)
  })

  test('are refused when they were issued to another app, before a profile is read', async () => {
    const before = pair.asked().length
    const fault = await faultOf(talentOf(pair, 'accessTokens').read(pair.foreignAccessToken()))
    expect(fault.why).toBe('token_not_ours')
    expect(pair.asked().length - before).toBe(1)
  })

  test('are refused when the provider does not know them', async () => {
    const { unknownToken = 'grant_invalid' } = adapters[id]
    expect((await faultOf(talentOf(pair, 'accessTokens').read('made-up'))).why).toBe(unknownToken)
  })

  test.each(['', 'a b', 'x\r\nx: y', 'é', 'a'.repeat(5_000)])(
    'are invalid without a call when they cannot be tokens (%#)',
    async (accessToken) => {
      const before = pair.asked().length
      expect((await faultOf(talentOf(pair, 'accessTokens').read(accessToken))).why).toBe('grant_invalid')
      expect(pair.asked()).toHaveLength(before)
    },
  )
})

describe.each(withTalent('disconnection'))('disconnecting at %s', (id) => {
  let pair: Pair
  beforeAll(async () => {
    pair = await adapters[id].start()
  })
  afterAll(() => pair.stop())

  test('ends the connection and its tokens, and succeeds when nothing is left', async () => {
    const providerLogin = await pair.provider.redeemCode(pair.visit())
    await disconnect(pair, providerLogin)
    expect([pair.isConnected(), pair.isAlive(providerLogin.accessToken)]).toEqual([false, false])
    await expect(disconnect(pair, providerLogin)).resolves.toBe('ended')
  })

  test('keeps the subject of the person for the next visit', async () => {
    const providerLogin = await pair.provider.redeemCode(pair.visit())
    await disconnect(pair, providerLogin)
    expect((await pair.provider.redeemCode(pair.visit())).identity).toEqual(providerLogin.identity)
  })

  test('needs the stored token of the visit, where it needs any', async () => {
    const { identity, tokenToStore } = await pair.provider.redeemCode(pair.visit())
    const { needs, disconnect: end } = talentOf(pair, 'disconnection')
    expect(tokenToStore === undefined).toBe(needs === 'identity')
    if (needs === 'stored_token') expect(await end(identity)).toBe('not_revocable')
  })

  test('makes no call when there are no terms to release', async () => {
    const { identity } = await pair.provider.redeemCode(pair.visit())
    const before = pair.asked().length
    await talentOf(pair, 'disconnection').release?.(identity, [])
    expect(pair.asked()).toHaveLength(before)
  })
})

describe.each(withTalent('endsSessions'))('ending the sessions at %s', (id) => {
  let pair: Pair
  beforeAll(async () => {
    pair = await adapters[id].start()
  })
  afterAll(() => pair.stop())

  test('ends the tokens of a person and keeps the connection', async () => {
    const { identity, accessToken } = await pair.provider.redeemCode(pair.visit())
    await talentOf(pair, 'endsSessions').endSessions(identity)
    expect([pair.isConnected(), pair.isAlive(accessToken)]).toEqual([true, false])
  })
})
