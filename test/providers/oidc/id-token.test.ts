import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Provider } from '../../../lib/flows/ports/provider.ts'
import { verifyIdToken } from '../../../lib/providers/oidc/id-token.ts'
import { createProviderKeys } from '../../../lib/providers/oidc/jwks.ts'
import { createProviderHttp } from '../../../lib/providers/wire/http.ts'
import type { KakaoStandIn } from '../../../lib/stand-ins/kakao/stand-in.ts'
import { faultOf } from '../fault-of.ts'
import { adapterFor, clients, startKakao } from '../kakao/world.ts'

type Fields = Record<string, unknown>

let standIn: KakaoStandIn
let kakao: Provider
beforeAll(async () => {
  standIn = await startKakao()
  kakao = adapterFor(standIn, { javascriptKeys: ['js-key-of-ours'] })
})
afterAll(() => standIn.stop())

const nonce = 'of-this-visit'
const now = () => Math.floor(Date.now() / 1000)

const read = async (idToken: string) => kakao.idTokens?.read(idToken, nonce)
const whyRefused = async (idToken: string) => (await faultOf(read(idToken))).why
const signed = (claims: Fields = {}, header: Fields = {}) => standIn.signIdToken({ nonce, ...claims }, header)

describe('an id_token', () => {
  test.each(['rest-key-of-ours', 'native-key-of-ours', 'js-key-of-ours'])(
    'is accepted when it was issued to %s',
    async (aud) => {
      const providerLogin = await read(signed({ aud }))
      expect(providerLogin?.identity).toEqual({ provider: 'kakao', subject: '2100000001' })
    },
  )

  test('is accepted with azp, if that is ours too', async () => {
    const aud = [clients.clientId, clients.nativeClientId]
    await expect(read(signed({ aud, azp: clients.nativeClientId }))).resolves.toBeDefined()
  })

  test('gives the time of presence, or none', async () => {
    const authTime = now() - 3_600
    expect((await read(signed({ auth_time: authTime })))?.signInAge).toBeGreaterThanOrEqual(3_599)
    expect(await read(signed({ auth_time: undefined }))).not.toHaveProperty('presenceAge')
  })

  test.each([
    ['another app', () => ({ aud: 'key-of-another-app' })],
    ['us and another app', () => ({ aud: [clients.clientId, 'key-of-another-app'] })],
    ['an app whose key begins like ours', () => ({ aud: `${clients.clientId}x` })],
    ['us, on behalf of another app', () => ({ azp: 'key-of-another-app' })],
  ])('is not ours when it was issued to %s', async (_, claims) => {
    expect(await whyRefused(signed(claims()))).toBe('token_not_ours')
  })

  test.each([
    ['another issuer', () => ({ iss: 'https://kauth.example.com' })],
    ['our issuer with a slash', () => ({ iss: `${standIn.origin}/` })],
    ['no issuer', () => ({ iss: undefined })],
    ['no audience', () => ({ aud: undefined })],
    ['an empty audience', () => ({ aud: [] })],
    ['audiences that are no text', () => ({ aud: [clients.clientId, 1] })],
    ['an azp that is no text', () => ({ azp: 1 })],
    ['the nonce of another visit', () => ({ nonce: 'another' })],
    ['no nonce', () => ({ nonce: undefined })],
    ['an empty nonce', () => ({ nonce: '' })],
    ['a list of nonces', () => ({ nonce: [nonce] })],
    ['an end two minutes ago', () => ({ exp: now() - 120 })],
    ['no end', () => ({ exp: undefined })],
    ['an end in text', () => ({ exp: `${now() + 600}` })],
    ['an end that is no whole number', () => ({ exp: now() + 600.5 })],
    ['a negative end', () => ({ exp: -1 })],
    ['an end after the year 9999', () => ({ exp: 253_402_300_800 })],
    ['a beginning in ten minutes', () => ({ iat: now() + 600 })],
    ['a beginning a week ago', () => ({ iat: now() - 604_800 })],
    ['no beginning', () => ({ iat: undefined })],
    ['a beginning in text', () => ({ iat: `${now()}` })],
    ['a time in ten minutes before which it does not count', () => ({ nbf: now() + 600 })],
    ['an auth_time in text', () => ({ auth_time: `${now()}` })],
    ['no subject', () => ({ sub: undefined })],
    ['an empty subject', () => ({ sub: '' })],
    ['a subject of a space', () => ({ sub: ' ' })],
    ['a subject called null', () => ({ sub: 'null' })],
    ['a subject of zeros', () => ({ sub: '0' })],
    ['a numeric subject', () => ({ sub: 2100000001 })],
    ['a subject that is an object', () => ({ sub: {} })],
    ['a subject of 256 characters', () => ({ sub: '1'.repeat(256) })],
  ])('is an invalid grant with %s', async (_, claims) => {
    expect(await whyRefused(signed(claims()))).toBe('grant_invalid')
  })

  test('is invalid when its subject cannot be an id of Kakao', async () => {
    expect(await whyRefused(signed({ sub: 'somebody' }))).toBe('unavailable')
  })

  test.each([{ exp: -50 }, { iat: 50 }, { nbf: 50 }])('may be off by a minute (%j)', async (offset) => {
    const claims = Object.fromEntries(Object.entries(offset).map(([name, by]) => [name, now() + by]))
    await expect(read(signed(claims))).resolves.toBeDefined()
  })

  test.each(['secevent+jwt', 'at+jwt', 'logout+jwt', '', 1])(
    'must not be another kind of token (typ %j)',
    async (typ) => {
      expect(await whyRefused(signed({}, { typ }))).toBe('grant_invalid')
    },
  )

  test.each(['JWT', 'jwt', undefined])('may have the type %j', async (typ) => {
    await expect(read(signed({}, { typ }))).resolves.toBeDefined()
  })
})

describe('a new key of the provider', () => {
  test('is valid at once', async () => {
    const fresh = adapterFor(standIn)
    await fresh.idTokens?.read(signed(), nonce)
    standIn.rotateKeys()
    await expect(fresh.idTokens?.read(signed(), nonce)).resolves.toBeDefined()
  })
})

describe('an access token beside an id_token', () => {
  const hash = (token: string) =>
    createHash('sha256').update(token).digest().subarray(0, 16).toString('base64url')
  const verify = (claims: Fields) => {
    const keys = createProviderKeys(`${standIn.origin}/.well-known/jwks.json`, createProviderHttp())
    const expected = {
      issuers: [standIn.origin],
      audiences: [clients.clientId],
      nonce,
      accessToken: 'its-own',
    }
    return verifyIdToken(signed(claims), keys, expected)
  }

  test('is accepted when the id_token vouches for it, or does not mention it', async () => {
    await expect(verify({ at_hash: hash('its-own') })).resolves.toBeDefined()
    await expect(verify({})).resolves.toBeDefined()
  })

  test('is refused when the id_token came with another', async () => {
    expect((await faultOf(verify({ at_hash: hash('another') }))).why).toBe('grant_invalid')
  })
})
