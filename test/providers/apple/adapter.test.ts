import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { IdTokenExtras, Provider, ProviderLogin } from '../../../lib/flows/ports/provider.ts'
import { createApple } from '../../../lib/providers/apple/adapter.ts'
import { createClientSecrets } from '../../../lib/providers/apple/client-secret.ts'
import { createProviderHttp, type ProviderRequest } from '../../../lib/providers/wire/http.ts'
import { type AppleStandIn, newAppleKey } from '../../../lib/stand-ins/apple/stand-in.ts'
import { faultOf } from '../fault-of.ts'
import { callbackOf, visitAt } from '../visit-at.ts'
import { adapterFor, bundleId, clients, privateKey, startApple, team } from './world.ts'

let standIn: AppleStandIn
beforeAll(async () => {
  standIn = await startApple()
})
afterAll(() => standIn.stop())
beforeEach(() => standIn.heal())

const request = {
  redirectUri: callbackOf('apple'),
  state: 's',
  nonce: 'n',
  codeChallenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  interactive: false,
}
const hashOf = (nonce: string) => createHash('sha256').update(nonce).digest('hex')
const settings = { clientId: clients.clientId, ...team, privateKey }
const readWith = (apple: Provider, idToken: string, more?: IdTokenExtras) =>
  Promise.resolve(apple.idTokens?.read(idToken, 'n', more))
const read = (idToken: string, more?: IdTokenExtras) => readWith(adapterFor(standIn), idToken, more)

describe('the settings of Apple', () => {
  test.each([
    { clientId: '' },
    { teamId: '' },
    { keyId: '' },
    { bundleIds: [''] },
    { issuer: 'http://appleid.apple.com' },
    { issuer: 'https://appleid.apple.com/' },
    { privateKey: '' },
    { privateKey: 'marked-secret' },
    { privateKey: privateKey.slice(0, 80) },
  ])('refuse %j at start, and show no key', (over) => {
    expect(() => adapterFor(standIn, over)).toThrow(/^Apple (?!.*marked)/)
  })

  test('refuse a key on another curve', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
    const pem = other.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(() => adapterFor(standIn, { privateKey: pem })).toThrow(/P-256/)
  })

  test('take a key whose line breaks are written out, as variables often have them', () => {
    expect(() => adapterFor(standIn, { privateKey: privateKey.replaceAll('\n', '\\n') })).not.toThrow()
  })

  test('lead to the real Apple by default', () => {
    const url = new URL(createApple(settings, createProviderHttp()).authorizationUrl(request))
    expect(`${url.origin}${url.pathname}`).toBe('https://appleid.apple.com/auth/authorize')
  })
})

describe('the authorization request to Apple', () => {
  const paramsFor = (over: object) =>
    Object.fromEntries(new URL(adapterFor(standIn, over).authorizationUrl(request)).searchParams)

  test('asks for a posted form with the name and the address, and sends no challenge', () => {
    expect(paramsFor({})).toEqual({
      client_id: clients.clientId,
      redirect_uri: request.redirectUri,
      response_type: 'code',
      state: 's',
      nonce: 'n',
      scope: 'name email',
      response_mode: 'form_post',
    })
    expect(adapterFor(standIn).postsBack).toBe(true)
  })

  test('asks for a redirect where it asks for nothing', () => {
    expect(paramsFor({ scopes: [] })).toMatchObject({ response_mode: 'query' })
    expect(paramsFor({ scopes: [] })).not.toHaveProperty('scope')
    expect(adapterFor(standIn, { scopes: [] }).postsBack).toBeUndefined()
  })
})

describe('the client secret', () => {
  const publicKey = createPublicKey(privateKey)

  test('is what Apple asks for: signed by the named key for one client, and short-lived', async () => {
    const secret = await createClientSecrets({ ...team, privateKey }, 'https://appleid.apple.com')(bundleId)
    const { payload, protectedHeader } = await jwtVerify(secret, publicKey)
    expect(protectedHeader).toEqual({ alg: 'ES256', kid: team.keyId })
    const { iat = 0, exp = 0, ...rest } = payload
    expect(rest).toEqual({ iss: team.teamId, sub: bundleId, aud: 'https://appleid.apple.com' })
    expect(exp - iat).toBe(3600)
  })

  test('serves for half an hour, for its own client alone', async () => {
    let now = Date.parse('2026-03-01T00:00:00Z')
    const secretOf = createClientSecrets({ ...team, privateKey }, 'https://appleid.apple.com', () => now)
    const first = await secretOf('web')
    expect(decodeJwt(await secretOf('app')).sub).toBe('app')
    now += 29 * 60_000
    expect(await secretOf('web')).toBe(first)
    now += 60_000
    const next = await secretOf('web')
    expect(next).not.toBe(first)
    expect(decodeJwt(next).iat).toBe(now / 1000)
  })

  test('of another key is refused, which is our fault and not the visitor’s', async () => {
    const apple = adapterFor(standIn, { privateKey: newAppleKey() })
    expect((await faultOf(apple.redeemCode(visitAt(apple, standIn, 'byeolha')))).why).toBe('unavailable')
  })
})

describe('a visit to Apple', () => {
  test('brings the name once, at the first consent, as a name that nobody has signed', async () => {
    const apple = adapterFor(standIn)
    const first = await apple.redeemCode(visitAt(apple, standIn, 'jiho'))
    expect(await apple.fetchProfile(first)).toMatchObject({
      displayName: '탁지호',
      email: { value: 'jiho@example.com', trust: 'verified_once' },
    })
    expect(first.profile).not.toHaveProperty('name')
    const second = await apple.redeemCode(visitAt(apple, standIn, 'jiho'))
    expect(await apple.fetchProfile(second)).not.toHaveProperty('displayName')
  })

  test('believes no address beside the code', async () => {
    const apple = adapterFor(standIn)
    const user = JSON.stringify({ name: { firstName: '지' }, email: 'victim@icloud.com' })
    const login = await apple.redeemCode({ ...visitAt(apple, standIn, 'jiho'), user })
    expect((await apple.fetchProfile(login)).email?.value).toBe('jiho@example.com')
  })

  test('takes the nonce as it is, never its hash', async () => {
    const apple = adapterFor(standIn)
    const grant = visitAt(apple, standIn, 'jiho')
    const url = new URL(apple.authorizationUrl({ ...request, nonce: hashOf('n') }))
    const code = new URL(standIn.authorize(url.href, 'jiho')).searchParams.get('code') ?? ''
    expect((await faultOf(apple.redeemCode({ ...grant, code, nonce: 'n' }))).why).toBe('grant_invalid')
  })

  test('tells when the person signed in, where linking asks for it', async () => {
    const apple = adapterFor(standIn)
    const login = await apple.redeemCode({ ...visitAt(apple, standIn, 'jiho'), maxAge: 600 })
    expect(login.signInAge).toBeLessThan(60)
  })
})

describe('an id_token of Apple', () => {
  test.each(['https://appleid.apple.com', 'https://account.apple.com'])(
    'may name the issuer %s',
    async (iss) => {
      const http = createProviderHttp()
      const redirected = (call: ProviderRequest) =>
        http({ ...call, url: call.url.replace('https://appleid.apple.com', standIn.origin) })
      const apple = createApple(settings, redirected)
      const login = await readWith(apple, standIn.signIdToken({ iss, nonce: 'n' }))
      expect(login?.identity.provider).toBe('apple')
    },
  )

  test.each([
    ['the nonce', 'n'],
    ['its hash, as Apple’s SDK wants it', hashOf('n')],
  ])('of a native app may hold %s', async (_, nonce) => {
    const { idToken } = standIn.nativeTokens('byeolha', { nonce })
    expect((await read(idToken))?.identity.subject).toMatch(/^001003\./)
  })

  test.each([
    hashOf('other'),
    hashOf('n').toUpperCase(),
    createHash('sha256').update('n').digest('base64url'),
  ])('is refused with the nonce %s', async (nonce) => {
    expect((await faultOf(read(standIn.nativeTokens('byeolha', { nonce }).idToken))).why).toBe(
      'grant_invalid',
    )
  })

  test.each([
    ['an app of ours that the file does not list', 'com.example.other'],
    ['somebody else', 'com.mallory'],
  ])('is refused when it was issued to %s', async (_, aud) => {
    expect((await faultOf(read(standIn.signIdToken({ aud, nonce: 'n' })))).why).toBe('token_not_ours')
  })

  test('may be issued to any of our apps', async () => {
    const apple = adapterFor(standIn, { bundleIds: [bundleId, 'com.example.other'] })
    const token = standIn.signIdToken({ aud: 'com.example.other', nonce: 'n' })
    expect(await readWith(apple, token)).toBeDefined()
  })

  test('without a code takes no call but for the keys, and leaves no token', async () => {
    const apple = adapterFor(standIn)
    await readWith(apple, standIn.nativeTokens('byeolha', { nonce: 'n' }).idToken)
    const before = standIn.requests.length
    const login = await readWith(apple, standIn.nativeTokens('byeolha', { nonce: 'n' }).idToken)
    expect(standIn.requests).toHaveLength(before)
    expect(login).not.toHaveProperty('tokenToStore')
  })
})

describe('the code beside a native id_token', () => {
  test('brings the token that ends the connection, by one call, for the app that asked', async () => {
    const apple = adapterFor(standIn)
    const { idToken, authorizationCode } = standIn.nativeTokens('byeolha', { nonce: hashOf('n') })
    const before = standIn.requests.filter(({ path }) => path === '/auth/token').length
    const user = JSON.stringify({ name: { firstName: '별하', lastName: '유' } })
    const login = await readWith(apple, idToken, { authorizationCode, user })
    const asked = standIn.requests.filter(({ path }) => path === '/auth/token')
    expect(asked).toHaveLength(before + 1)
    expect(asked.at(-1)?.params).toMatchObject({ client_id: bundleId, grant_type: 'authorization_code' })
    expect(asked.at(-1)?.params).not.toHaveProperty('redirect_uri')
    expect(login).toMatchObject({
      tokenToStore: { kind: 'refresh', clientId: bundleId, durable: true },
      profile: { displayName: '유별하' },
    })
  })

  test.each([
    ['of another person', () => standIn.nativeTokens('jiho', { nonce: 'n' }).authorizationCode],
    [
      'of another visit of that person',
      () => standIn.nativeTokens('byeolha', { nonce: 'x' }).authorizationCode,
    ],
    ['that Apple never gave', () => 'made-up'],
    ['of a web visit', () => visitAt(adapterFor(standIn), standIn, 'byeolha').code],
  ])('is refused when it is %s', async (_, code) => {
    const { idToken } = standIn.nativeTokens('byeolha', { nonce: 'n' })
    expect((await faultOf(read(idToken, { authorizationCode: code() }))).why).toBe('grant_invalid')
  })

  test('is not redeemed for an id_token that is not ours', async () => {
    const { authorizationCode } = standIn.nativeTokens('byeolha', { nonce: 'n' })
    const before = standIn.requests.filter(({ path }) => path === '/auth/token').length
    await faultOf(read(standIn.signIdToken({ aud: 'com.mallory', nonce: 'n' }), { authorizationCode }))
    expect(standIn.requests.filter(({ path }) => path === '/auth/token')).toHaveLength(before)
  })
})

describe('the stored token of Apple', () => {
  const end = async ({ identity, tokenToStore }: ProviderLogin) =>
    adapterFor(standIn).disconnection?.disconnect(
      identity,
      tokenToStore && { ...tokenToStore, renew: async () => undefined },
    )
  const webLogin = async (persona: string): Promise<ProviderLogin> => {
    const apple = adapterFor(standIn)
    return apple.redeemCode(visitAt(apple, standIn, persona))
  }
  const nativeLogin = async (persona: string): Promise<ProviderLogin> => {
    const { idToken, authorizationCode } = standIn.nativeTokens(persona, { nonce: 'n' })
    const login = await read(idToken, { authorizationCode })
    if (login === undefined) throw new Error('no login')
    return login
  }

  test.each([
    { kind: 'web', client: clients.clientId },
    { kind: 'native', client: bundleId },
  ])('of a $kind visit is revoked by the client that it was issued to', async ({ kind, client }) => {
    const visit = kind === 'web' ? await webLogin('daon') : await nativeLogin('daon')
    expect(await end(visit)).toBe('ended')
    expect(standIn.isConnected('daon')).toBe(false)
    const last = standIn.requests.at(-1)
    expect([last?.path, last?.params['client_id'], last?.params['token_type_hint']]).toEqual([
      '/auth/revoke',
      client,
      'refresh_token',
    ])
    expect(await end(visit)).toBe('ended')
  })

  test('of a former Services ID is revoked by that one, as before', async () => {
    const { identity, tokenToStore } = await webLogin('daon')
    const apple = adapterFor(standIn, { clientId: 'com.example.new-web' })
    const stored = tokenToStore && { ...tokenToStore, renew: async () => undefined }
    expect(await apple.disconnection?.disconnect(identity, stored)).toBe('ended')
    expect(standIn.isConnected('daon')).toBe(false)
  })

  test.each([
    [400, '{"error":"invalid_grant"}', 'not_revocable'],
    [400, '{"error":"invalid_client"}', 'unavailable'],
    [200, '{"error":"server_error"}', 'unavailable'],
    [500, '', 'unavailable'],
  ])('after a revocation answered %i %s: %s', async (status, body, expected) => {
    const login = await webLogin('daon')
    standIn.fail('/auth/revoke', { status, body })
    const ending = end(login)
    expect(expected === 'unavailable' ? (await faultOf(ending)).why : await ending).toBe(expected)
  })
})
