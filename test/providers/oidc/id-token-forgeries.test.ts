import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Provider } from '../../../lib/flows/ports/provider.ts'
import { verifyIdToken } from '../../../lib/providers/oidc/id-token.ts'
import { createProviderKeys } from '../../../lib/providers/oidc/jwks.ts'
import type { KakaoStandIn } from '../../../lib/stand-ins/kakao/stand-in.ts'
import { type Attacker, startAttacker } from '../attacker.ts'
import { faultOf } from '../fault-of.ts'
import { adapterFor, clients, startKakao } from '../kakao/world.ts'

type Fields = Record<string, unknown>

const forger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const forgedKey = { ...forger.publicKey.export({ format: 'jwk' }), kid: 'forged', alg: 'RS256', use: 'sig' }

let standIn: KakaoStandIn
let kakao: Provider
let attacker: Attacker
beforeAll(async () => {
  standIn = await startKakao()
  kakao = adapterFor(standIn)
  attacker = await startAttacker(JSON.stringify({ keys: [forgedKey] }))
})
afterAll(async () => {
  await standIn.stop()
  await attacker.stop()
})

const nonce = 'of-this-visit'

const read = async (idToken: string) => kakao.idTokens?.read(idToken, nonce)
const whyRefused = async (idToken: string) => (await faultOf(read(idToken))).why
const signed = (claims: Fields = {}, header: Fields = {}) => standIn.signIdToken({ nonce, ...claims }, header)

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const decode = (part: string | undefined): Fields =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString())

/** The parts of a valid token, for changes. */
function partsOf(token: string) {
  const [header, payload, signature = ''] = token.split('.')
  return { header: decode(header), payload: decode(payload), signature }
}

const assemble = (header: Fields, payload: Fields, signature: (input: string) => string) => {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${signature(input)}`
}

const byKey = (key: KeyObject) => (input: string) =>
  sign('RSA-SHA256', Buffer.from(input), key).toString('base64url')
const byHmac = (secret: string | Buffer) => (input: string) =>
  createHmac('sha256', secret).update(input).digest('base64url')

describe('a forged id_token', () => {
  test.each(['none', 'None', 'nOnE', 'NONE', ''])(
    'without a signature (alg "%s") is refused',
    async (alg) => {
      const { header, payload, signature } = partsOf(signed())
      expect(await whyRefused(assemble({ ...header, alg }, payload, () => ''))).toBe('grant_invalid')
      expect(await whyRefused(assemble({ ...header, alg }, payload, () => signature))).toBe('grant_invalid')
    },
  )

  test('that uses our provider’s public key as an HMAC secret is refused, in every spelling', async () => {
    const { header, payload } = partsOf(signed())
    const pem = standIn.publicPem()
    const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
    for (const secret of [pem, pem.trim(), der, '']) {
      const token = assemble({ ...header, alg: 'HS256' }, payload, byHmac(secret))
      expect(await whyRefused(token)).toBe('grant_invalid')
    }
  })

  test.each(['RS384', 'PS256', 'ES256', 'RS1'])(
    'that names another algorithm (%s) is refused',
    async (alg) => {
      expect(await whyRefused(signed({}, { alg }))).toBe('grant_invalid')
    },
  )

  test.each(['RSA-SHA384', 'RSA-SHA512'])(
    'is refused for its algorithm (%s) even when the key is right and names none',
    async (digest) => {
      const { alg: _, ...silent } = forgedKey
      const body = JSON.stringify({ keys: [silent] })
      const keys = createProviderKeys('https://keys', async () => ({
        status: 200,
        contentType: 'application/json',
        body,
      }))
      const token = assemble(
        { alg: digest.replace('RSA-SHA', 'RS'), kid: 'forged' },
        partsOf(signed()).payload,
        (input) => sign(digest, Buffer.from(input), forger.privateKey).toString('base64url'),
      )
      const expected = { issuers: [standIn.origin], audiences: [clients.clientId], nonce }
      expect((await faultOf(verifyIdToken(token, keys, expected))).why).toBe('grant_invalid')
    },
  )

  test('that another key signed under the provider’s kid is refused', async () => {
    const { header, payload } = partsOf(signed())
    expect(await whyRefused(assemble(header, payload, byKey(forger.privateKey)))).toBe('grant_invalid')
  })

  test('whose claims were changed is refused', async () => {
    const { header, payload, signature } = partsOf(signed())
    const token = assemble(header, { ...payload, sub: '2100000002' }, () => signature)
    expect(await whyRefused(token)).toBe('grant_invalid')
  })

  test.each([
    '../../../../dev/null',
    "' or 1=1 --",
    '\u0000',
    'x'.repeat(10_000),
    ['forged'],
    { kid: 'forged' },
    7,
    '',
  ])('with a forged kid (%#) is refused', async (kid) => {
    const { payload } = partsOf(signed())
    const token = assemble({ alg: 'RS256', typ: 'JWT', kid }, payload, byKey(forger.privateKey))
    expect(await whyRefused(token)).toBe('grant_invalid')
  })

  test('with a list as kid is refused even if the provider signed it', async () => {
    expect(await whyRefused(signed({}, { kid: ['x'] }))).toBe('grant_invalid')
  })

  test.each(['jku', 'x5u', 'jwk', 'x5c'])(
    'that brings its own key (%s) is refused, and no server is called',
    async (name) => {
      const { payload } = partsOf(signed())
      const where: Fields = {
        jku: `${attacker.origin}/jwks`,
        x5u: `${attacker.origin}/x5u`,
        jwk: forgedKey,
        x5c: ['AA=='],
      }
      const header = { alg: 'RS256', typ: 'JWT', kid: 'forged', [name]: where[name] }
      expect(await whyRefused(assemble(header, payload, byKey(forger.privateKey)))).toBe('grant_invalid')
      expect(attacker.asked).toEqual([])
    },
  )

  test('with a critical extension is refused', async () => {
    expect(await whyRefused(signed({}, { crit: ['exp'], exp: 1 }))).toBe('grant_invalid')
    expect(await whyRefused(signed({}, { crit: ['b64'], b64: false }))).toBe('grant_invalid')
  })

  test('causes at most one more fetch of the provider’s keys', async () => {
    const fresh = adapterFor(standIn)
    const before = standIn.requests.length
    const tokens = Array.from({ length: 200 }, (_, i) => signed({}, { kid: `kid-${i}` }))
    await Promise.allSettled(tokens.map((token) => fresh.idTokens?.read(token, nonce)))
    const asked = standIn.requests.slice(before).map(({ path }) => path)
    expect(asked).toEqual(['/.well-known/jwks.json', '/.well-known/jwks.json'])
  })

  test('of any shape gives a provider fault and nothing else', async () => {
    const parts = fc.array(
      fc.oneof(
        fc.string(),
        fc.json().map((text) => Buffer.from(text).toString('base64url')),
      ),
    )
    await fc.assert(
      fc.asyncProperty(parts, async (some) => {
        await faultOf(read(some.join('.')))
      }),
    )
  })

  test('of 20 KB is not read', async () => {
    expect(await whyRefused(signed({ padding: 'x'.repeat(20_000) }))).toBe('grant_invalid')
  })

  test('does not appear in the fault', async () => {
    const token = signed({ email: 'victim@example.com', aud: 'another', exp: 1 })
    const fault = await faultOf(read(token))
    expect(`${fault.message} ${JSON.stringify(fault)} ${fault.cause}`).not.toMatch(/victim|2100000001/)
  })
})
