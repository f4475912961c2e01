import { importJWK, jwtVerify, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { readKeyRing, readLookupRing } from '../../lib/tokens/key-ring.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { readStoredSecret, writeStoredSecret } from '../../lib/tokens/stored-secret.ts'

const now = new Date('2026-01-01T00:00:00Z')

describe('making the keys of a stage', () => {
  it('makes one key of each kind that the key ring accepts', async () => {
    const keys = await makeKeys(now)
    const rings = [...Object.values(await readKeyRing(keys)), readLookupRing(keys)]
    expect(rings.map((ring) => ring.length)).toEqual([1, 1, 1, 1, 1])
  })

  it('makes a signing key that signs and verifies ES256', async () => {
    const { signing } = await makeKeys(now)
    const jwk = signing[0]?.jwk ?? {}
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256' })
      .sign(await importJWK(jwk, 'ES256'))
    const { d: _private, ...publicJwk } = jwk
    await expect(jwtVerify(token, await importJWK(publicJwk, 'ES256'))).resolves.toBeDefined()
  })

  it('makes symmetric keys of 32 bytes, no two of them equal', async () => {
    const { sealing, refresh, hashing } = await makeKeys(now)
    const keys = [...sealing, ...refresh, ...hashing].map(({ key }) => key)
    expect(keys.map((key) => Buffer.from(key, 'base64url').length)).toEqual([32, 32, 32])
    expect(new Set(keys).size).toBe(3)
  })

  it('gives every key an own id and its date', async () => {
    const all = Object.values(await makeKeys(now)).flat()
    expect(new Set(all.map(({ kid }) => kid)).size).toBe(4)
    expect(new Set(all.map(({ createdAt }) => createdAt))).toEqual(new Set(['2026-01-01T00:00:00.000Z']))
  })
})

describe('reading a stored secret', () => {
  it('gives back the written value, with credentials beside the keys', async () => {
    const secret = { keys: await makeKeys(now), credentials: { KAKAO_CLIENT_SECRET: 'kakao-secret' } }
    expect(readStoredSecret(writeStoredSecret(secret))).toEqual(secret)
  })

  it('takes an empty secret as one without keys', () => {
    const none = { signing: [], rs256: [], hs256: [], sealing: [], refresh: [], hashing: [] }
    expect(readStoredSecret('')).toEqual({ keys: none, credentials: {} })
  })

  it.each([
    ['text that is not JSON', 'marked-secret', 'not JSON'],
    ['a list', '["marked-secret"]', 'invalid stored secret'],
    [
      'a malformed key',
      '{"sealing":[{"kid":"a","createdAt":"2026-01-01T00:00:00.000Z","key":"marked-secret"}]}',
      'sealing.0.key',
    ],
    ['a credential that is no text', '{"KAKAO_ADMIN_KEY":{"value":"marked-secret"}}', 'KAKAO_ADMIN_KEY'],
  ])('refuses %s, names the place, and does not show the value', (_, text, where) => {
    expect(() => readStoredSecret(text)).toThrow(where)
    expect(() => readStoredSecret(text)).not.toThrow('marked-secret')
  })
})
