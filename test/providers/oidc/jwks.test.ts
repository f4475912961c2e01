import { errors } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { ProviderFault } from '../../../lib/domain/visit/provider-fault.ts'
import { createProviderKeys, type ProviderKeys } from '../../../lib/providers/oidc/jwks.ts'
import type { ProviderHttp } from '../../../lib/providers/wire/http.ts'
import { createSigningKeys, type SigningKeys } from '../../../lib/stand-ins/host/oauth/signing-keys.ts'
import { faultOf } from '../fault-of.ts'

const second = 1_000
const minute = 60 * second

let published: SigningKeys
let fetches: number
let clock: number
let isDown: boolean
let keys: ProviderKeys

const http: ProviderHttp = async () => {
  fetches += 1
  // Lets all requests of the same moment arrive.
  await Promise.resolve()
  if (isDown) throw new ProviderFault('unavailable', 'down')
  return { status: 200, contentType: 'application/json', body: JSON.stringify(published.jwks()) }
}

beforeEach(() => {
  published = createSigningKeys()
  fetches = 0
  clock = 0
  isDown = false
  keys = createProviderKeys('https://kauth.kakao.com/.well-known/jwks.json', http, () => clock)
})

const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid
const newest = () => ({ alg: 'RS256', kid: kidOf(published.sign({})) })
const find = () => keys.find(newest())
const findUnknown = (kid = 'nobody’s') => keys.find({ alg: 'RS256', kid })

describe('the keys of a provider', () => {
  test('are fetched once for all requests of the same moment', async () => {
    await Promise.all([keys.prepare(), ...Array.from({ length: 50 }, find)])
    expect(fetches).toBe(1)
  })

  test('are cached for ten minutes', async () => {
    await find()
    clock = 10 * minute - 1
    await find()
    expect(fetches).toBe(1)
    clock = 10 * minute
    await find()
    expect(fetches).toBe(2)
  })

  test('are fetched once more when the provider starts to use new ones', async () => {
    await find()
    published.rotate()
    await expect(find()).resolves.toBeDefined()
    expect(fetches).toBe(2)
  })

  test('stay valid after the provider starts to use others', async () => {
    const before = newest()
    published.rotate()
    await find()
    await expect(keys.find(before)).resolves.toBeDefined()
    expect(fetches).toBe(1)
  })

  test('are fetched at most once in 30 seconds for 1,000 tokens with unknown keys', async () => {
    await find()
    const asked = Array.from({ length: 1_000 }, (_, i) => findUnknown(`kid-${i}`))
    const refused = await Promise.allSettled(asked)
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true)
    expect(fetches).toBe(2)
    clock = 30 * second - 1
    await expect(findUnknown()).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey)
    expect(fetches).toBe(2)
    clock = 30 * second
    await expect(findUnknown()).rejects.toBeInstanceOf(errors.JWKSNoMatchingKey)
    expect(fetches).toBe(3)
  })

  test('serve for ten minutes during an outage of the provider, which is called every 30 seconds', async () => {
    await find()
    isDown = true
    clock = 11 * minute
    await find()
    await find()
    expect(fetches).toBe(2)
    clock += 30 * second
    await find()
    expect(fetches).toBe(3)
    clock = 20 * minute
    expect((await faultOf(find())).why).toBe('unavailable')
  })

  test('leave open whether an unknown key is new during an outage', async () => {
    await find()
    isDown = true
    expect((await faultOf(findUnknown())).why).toBe('unavailable')
    expect((await faultOf(findUnknown())).why).toBe('unavailable')
    expect(fetches).toBe(2)
  })

  test('are requested again at once when none are cached', async () => {
    isDown = true
    await expect(keys.prepare()).resolves.toBeUndefined()
    expect((await faultOf(find())).why).toBe('unavailable')
    isDown = false
    await expect(find()).resolves.toBeDefined()
  })

  test('need no name while there is one, and need one when there are two', async () => {
    await expect(keys.find({ alg: 'RS256' })).resolves.toBeDefined()
    published.rotate()
    clock = 10 * minute
    await expect(keys.find({ alg: 'RS256' })).rejects.toBeInstanceOf(errors.JWKSMultipleMatchingKeys)
  })

  test.each(['{}', '{"keys":[]}', '{"keys":{}}', '{"keys":[{"kid":1}]}', '[]', 'null'])(
    'are unusable as %s',
    async (body) => {
      const odd: ProviderHttp = async () => ({ status: 200, contentType: 'application/json', body })
      const found = createProviderKeys('https://kauth.kakao.com', odd).find({ alg: 'RS256' })
      expect((await faultOf(found)).why).toBe('unavailable')
    },
  )

  test('are rejected when the status is not 200', async () => {
    const body = JSON.stringify(published.jwks())
    const odd: ProviderHttp = async () => ({ status: 404, contentType: 'application/json', body })
    const found = createProviderKeys('https://kauth.kakao.com', odd).find(newest())
    expect((await faultOf(found)).why).toBe('unavailable')
  })
})
