import { describe, expect, it } from 'vitest'
import { keyNamed, readKeyRing, readLookupRing } from '../../lib/tokens/key-ring.ts'
import { createCiHash } from '../../lib/tokens/keyed-hash.ts'
import { makeKeys } from '../../lib/tokens/make-keys.ts'
import { rotateKeys } from '../../lib/tokens/rotate-keys.ts'
import { readStoredSecret, writeStoredSecret } from '../../lib/tokens/stored-secret.ts'
import { sure } from '../support/people.ts'
import { now } from './mints.ts'

const leak = 'c2VjcmV0LXRoYXQtbXVzdC1ub3QtYmUtc2hvd24'

async function messageOf(read: Promise<unknown>): Promise<string> {
  const error: unknown = await read.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof Error) return error.message
  throw new Error('it was accepted')
}

/** Both rings of a stage. */
const readRings = async (secret: unknown) => [await readKeyRing(secret), readLookupRing(secret)]

describe('a key ring', () => {
  it('finds keys by the id in a token, newest first', async () => {
    const old = await makeKeys(now)
    const fresh = await makeKeys(now)
    const ring = await readKeyRing(rotateKeys(old, fresh, { now }), now)
    expect(ring.sealing[0].kid).toBe(sure(fresh.sealing[0]).kid)
    expect(keyNamed(ring.sealing, sure(old.sealing[0]).kid)).toBeDefined()
    for (const kid of [undefined, null, 0, '', 'unknown', ['x']]) {
      expect(keyNamed(ring.sealing, kid)).toBeUndefined()
    }
  })

  it.each(['signing', 'sealing', 'refresh', 'hashing'])('needs a key for %s', async (use) => {
    const message = await messageOf(readRings({ ...(await makeKeys(now)), [use]: [] }))
    expect(message).toContain(use)
    expect(message).toContain('npm run keys')
  })

  it.each([
    ['sealing.0.key', { sealing: [{ kid: 'a', key: leak.slice(0, 20) }] }],
    ['sealing.0.key', { sealing: [{ kid: 'a', key: `${leak}${leak}!` }] }],
    ['refresh.0.kid', { refresh: [{ kid: '', key: leak.repeat(2) }] }],
    ['hashing', { hashing: leak }],
    ['signing.0.alg', { signing: [{ kid: 'a', alg: leak, jwk: {} }] }],
    ['signing.0.jwk', { signing: [{ kid: 'a', alg: 'ES256', jwk: leak }] }],
    [
      'signing.0.jwk.d',
      { signing: [{ kid: 'a', alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x: leak, y: leak } }] },
    ],
  ])('names the malformed place, and shows no value: %s', async (place, wrong) => {
    const message = await messageOf(readRings({ ...(await makeKeys(now)), ...wrong }))
    expect(message).toContain(place)
    expect(message).not.toContain(leak.slice(0, 20))
  })

  it.each([undefined, null, 'text', 7, []])('is refused when it is no object: %s', async (secret) => {
    expect(await messageOf(readKeyRing(secret))).toContain('invalid stage keys')
  })
})

describe('the stored secret', () => {
  it('separates keys from the credentials of providers', async () => {
    const stored = { keys: await makeKeys(now), credentials: { KAKAO_ADMIN_KEY: leak } }
    expect(readStoredSecret(writeStoredSecret(stored))).toEqual(stored)
  })

  it.each([
    ['not JSON', `{"signing": ${leak}`],
    ['kakao_admin_key', JSON.stringify({ kakao_admin_key: leak })],
    ['KAKAO_ADMIN_KEY', JSON.stringify({ KAKAO_ADMIN_KEY: { value: leak } })],
    ['sealing', JSON.stringify({ sealing: leak })],
    ['(whole)', JSON.stringify(leak)],
  ])('names the invalid place, and never the value: %s', (place, text) => {
    expect(() => readStoredSecret(text)).toThrow(place)
    expect(() => readStoredSecret(text)).not.toThrow(leak.slice(0, 12))
  })
})

describe('the hash of a CI', () => {
  it('is equal for one person here, and different at any other stage', async () => {
    const ours = createCiHash(readLookupRing(await makeKeys(now)))
    const theirs = createCiHash(readLookupRing(await makeKeys(now)))
    const [ci, other] = ['a'.repeat(88), 'b'.repeat(88)]
    expect(ours(ci)).toBe(ours(ci))
    expect(ours(ci)).not.toBe(ours(other))
    expect(ours(ci)).not.toBe(theirs(ci))
    expect(ours(ci)).toMatch(/^[\w-]{43}$/)
  })

  it('stays the same when the keys rotate', async () => {
    const before = await makeKeys(now)
    const after = rotateKeys(before, await makeKeys(now), { now })
    const ci = 'a'.repeat(88)
    const [first, second] = [readLookupRing(before), readLookupRing(after)]
    expect(createCiHash(second)(ci)).toBe(createCiHash(first)(ci))
  })
})
