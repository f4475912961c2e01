import { createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { forged, hs256, unsigned } from './forgery.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Our public keys are published, so other services can check access tokens. Mallory makes tokens from them: unsigned,
 * with a public key as the secret of an HMAC, with an own key in the header, or from a real token of hers with
 * Minji's id.
 * Defence: one algorithm, only our own keys, found by a required name (RFC 8725, sections 3.1 and 3.10).
 */

const mallorys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const es256 = (input: string): Buffer =>
  sign('SHA256', Buffer.from(input), { key: mallorys.privateKey, dsaEncoding: 'ieee-p1363' })

type Fields = Readonly<Record<string, unknown>>
let header: Fields
let claims: Fields
let ours: JsonWebKey
const it = testWithLedger()
it.beforeAll(async ({ stack }) => {
  const minji = visitor(stack)
  await minji.signUp('minji')
  header = { ...decodeProtectedHeader(`${minji.accessToken}`) }
  claims = decodeJwt(`${minji.accessToken}`)
  const { body } = await minji.call('GET', '/.well-known/jwks.json')
  ours = Array.isArray(body['keys']) ? Object(body['keys'][0]) : {}
})

const forgeries: Readonly<Record<string, () => string>> = {
  'unsigned, and says so': () => forged({ ...header, alg: 'none' }, claims, unsigned),
  'unsigned, and says so in other letters': () => forged({ ...header, alg: 'nOnE' }, claims, unsigned),
  'unsigned, and says nothing': () => forged(header, claims, unsigned),
  'signed with an HMAC under our key as JSON': () =>
    forged({ ...header, alg: 'HS256' }, claims, hs256(JSON.stringify(ours))),
  'signed with an HMAC under our key as PEM': () => {
    const key = createPublicKey({ key: ours, format: 'jwk' })
    const pem = key.export({ type: 'spki', format: 'pem' }).toString()
    return forged({ ...header, alg: 'HS256' }, claims, hs256(pem))
  },
  'signed with an HMAC under nothing': () => forged({ ...header, alg: 'HS256' }, claims, hs256('')),
  "signed with Mallory's key under our name": () => forged(header, claims, es256),
  "signed with Mallory's key, which it brings": () => {
    const jwk = mallorys.publicKey.export({ format: 'jwk' })
    return forged({ ...header, kid: undefined, jwk }, claims, es256)
  },
  'signed with nothing but zeros': () => forged(header, claims, () => Buffer.alloc(64)),
}

describe('an access token that is', () => {
  it.for(Object.keys(forgeries))('%s opens nothing', async (name, { stack }) => {
    const bearer = forgeries[name]?.()
    const response = await visitor(stack).call('GET', '/me', { bearer })
    expect(response).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
  })

  it.for(Object.keys(forgeries))('%s ends nothing', async (name, { stack, ledger }) => {
    const bearer = forgeries[name]?.()
    const body = { everywhere: true }
    const response = await ledger.unchangedBy(() => visitor(stack).call('POST', '/logout', { bearer, body }))
    expect(response.status).toBe(204)
  })
})

describe('a real access token of Mallory', () => {
  it('opens nothing with the id of another member, or of her own earlier session, in it', async ({
    stack,
  }) => {
    const mallory = visitor(stack)
    await mallory.signUp('eunbi')
    const [head, body, signature] = `${mallory.accessToken}`.split('.')
    const own = decodeJwt(`${mallory.accessToken}`)
    const changes = [
      { sub: claims['sub'] },
      { sid: claims['sid'] },
      { sub: claims['sub'], sid: claims['sid'] },
    ]
    for (const change of [...changes, { exp: 9_999_999_999 }, { auth_time: 9_999_999_999 }]) {
      const payload = Buffer.from(JSON.stringify({ ...own, ...change })).toString('base64url')
      const response = await mallory.me({ bearer: `${head}.${payload}.${signature}` })
      expect(response.status).toBe(401)
    }
    expect((await mallory.me({ bearer: `${head}.${body}.${signature}` })).status).toBe(200)
  })

  it('opens nothing outside its header', async ({ stack }) => {
    const { accessToken } = await signedIn(stack)
    const { call } = visitor(stack)
    for (const name of ['access_token', 'accessToken', 'token', 'authorization']) {
      expect((await call('GET', `/me?${name}=${accessToken}`)).status).toBe(401)
      expect((await call('GET', '/me', { headers: { cookie: `${name}=${accessToken}` } })).status).toBe(401)
    }
    for (const authorization of [
      `${accessToken}`,
      `Basic ${accessToken}`,
      `Bearer  ${accessToken}`,
      `Bearer ${accessToken}, Bearer ${accessToken}`,
      `Bearer ${accessToken} x`,
      `Bearer "${accessToken}"`,
      'Bearer',
      'Bearer ',
      `DPoP ${accessToken}`,
    ]) {
      expect((await call('GET', '/me', { headers: { authorization } })).status).toBe(401)
    }
  })
})

async function signedIn(stack: TestStack) {
  const minji = visitor(stack)
  await minji.redirect('minji')
  return minji
}
