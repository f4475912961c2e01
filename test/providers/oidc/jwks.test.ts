import { errors } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { ProviderFault } from '../../../lib/domain/visit/provider-fault.ts'
import { createProviderKeys, type ProviderKeys } from '../../../lib/providers/oidc/jwks.ts'
import type { ProviderHttp } from '../../../lib/providers/wire/http.ts'
import { createSigningKeys, type SigningKeys } from '../../../lib/stand-ins/host/signing-keys.ts'
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
  // Let whoever comes at the same time come.
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
  test('are fetched once for everybody who comes at the same time', async () => {
    await Promise.all([keys.prepare(), ...Array.from({ length: 50 }, find)])
    expect(fetches).toBe(1)
  })

  test('are kept for ten minutes', async () => {
    await find()
    clock = 10 * minute - 1
    await find()
    expect(fetches).toBe(1)
    clock = 10 * minute
    await find()
    expect(fetches).toBe(2)
  })

  test('are found by one more fetch when the provider has just begun to use them', async () => {
    await find()
    published.rotate()
    await expect(find()).resolves.toBeDefined()
    expect(fetches).toBe(2)
  })

  test('stay good after the provider began to use others', async () => {
    const before = newest()
    published.rotate()
    await find()
    await expect(keys.find(before)).resolves.toBeDefined()
    expect(fetches).toBe(1)
  })

  test('are fetched at most once in 30 seconds for 1,000 tokens that name keys nobody has', async () => {
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

  test('go on serving for ten minutes while the provider is down, which is asked every 30 seconds', async () => {
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

  test('cannot tell whether an unknown key is new while the provider is down', async () => {
    await find()
    isDown = true
    expect((await faultOf(findUnknown())).why).toBe('unavailable')
    expect((await faultOf(findUnknown())).why).toBe('unavailable')
    expect(fetches).toBe(2)
  })

  test('are asked for again at once when there were none to keep', async () => {
    isDown = true
    await expect(keys.prepare()).resolves.toBeUndefined()
    expect((await faultOf(find())).why).toBe('unavailable')
    isDown = false
    await expect(find()).resolves.toBeDefined()
  })

  test('need not be named while there is one, and have to be when there are two', async () => {
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

  test('are no keys when the status is not 200', async () => {
    const body = JSON.stringify(published.jwks())
    const odd: ProviderHttp = async () => ({ status: 404, contentType: 'application/json', body })
    const found = createProviderKeys('https://kauth.kakao.com', odd).find(newest())
    expect((await faultOf(found)).why).toBe('unavailable')
  })
})
