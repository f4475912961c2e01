import { createHmac, createSecretKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import {
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
} from 'jose'
import { describe, expect, it } from 'vitest'
import { signedClaims } from '../../../lib/providers/oidc/signed-claims.ts'

/* What checks a provider's signature by `node:crypto` accepts what jose accepts as a whole, and nothing else. */

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const otherEc = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const secret = Buffer.from('a secret of thirty-two bytes, or more')

const jwk = ({ publicKey }: { readonly publicKey: KeyObject }, kid: string, more: object = {}) => ({
  ...publicKey.export({ format: 'jwk' }),
  kty: publicKey.asymmetricKeyType === 'rsa' ? 'RSA' : 'EC',
  kid,
  ...more,
})
const published: JSONWebKeySet = {
  keys: [
    jwk(rsa, 'rsa', { alg: 'RS256', use: 'sig' }),
    jwk(rsa, 'rsa-of-any'),
    jwk(rsa, 'rsa-for-pss', { alg: 'PS256' }),
    jwk(shortRsa, 'short'),
    jwk(ec, 'ec', { alg: 'ES256' }),
    jwk(ec, 'ec-of-any'),
    jwk(otherEc, 'other-ec'),
    jwk(ec, 'for-encryption', { use: 'enc' }),
  ],
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const raw = (key: KeyObject) => ({ key, dsaEncoding: 'ieee-p1363' }) as const

/** The ways to sign a text, among them those of attackers. */
const signers = {
  rsa: (text: string) => sign('sha256', Buffer.from(text), rsa.privateKey),
  'rsa and sha512': (text: string) => sign('sha512', Buffer.from(text), rsa.privateKey),
  'rsa and pss': (text: string) =>
    sign('sha256', Buffer.from(text), { key: rsa.privateKey, padding: 6, saltLength: 32 }),
  'short rsa': (text: string) => sign('sha256', Buffer.from(text), shortRsa.privateKey),
  ec: (text: string) => sign('sha256', Buffer.from(text), raw(ec.privateKey)),
  'ec as der': (text: string) => sign('sha256', Buffer.from(text), ec.privateKey),
  'another curve': (text: string) => sign('sha256', Buffer.from(text), raw(otherEc.privateKey)),
  secret: (text: string) => createHmac('sha256', secret).update(text).digest(),
  'half of an hmac': (text: string) => createHmac('sha256', secret).update(text).digest().subarray(16),
  'the public key as a secret': (text: string) =>
    createHmac('sha256', rsa.publicKey.export({ format: 'pem', type: 'spki' }))
      .update(text)
      .digest(),
  nothing: () => Buffer.alloc(0),
  zeros: () => Buffer.alloc(64),
} as const
const isSigner = (name: string): name is keyof typeof signers => name in signers
const names = Object.keys(signers).filter(isSigner)

const issuer = 'https://provider.example'
const now = new Date('2026-11-30T12:00:00Z')
const seconds = now.getTime() / 1000
const options = {
  algorithms: ['RS256', 'ES256', 'HS256'],
  issuer: [issuer],
  clockTolerance: 60,
  maxTokenAge: 3600,
  currentDate: now,
}
const set = createLocalJWKSet(published)
const keyOf = async (header: JWTHeaderParameters) => (header.alg === 'HS256' ? secret : set(header))

/** The claims, or the code of jose's error. Another error is a key that cannot be used. */
const outcomeOf = (claims: Promise<JWTPayload>): Promise<unknown> =>
  claims.catch((error: unknown) => (error instanceof errors.JOSEError ? error.code : 'unusable'))

const byUs = (token: string) => outcomeOf(signedClaims(token, keyOf, options))
const byJose = (token: string) => outcomeOf(jwtVerify(token, keyOf, options).then(({ payload }) => payload))

const right = { iss: issuer, sub: 'one', aud: 'app', iat: seconds, exp: seconds + 600 }

/** A token with this header and these claims, and the signature of one of the signers. */
function tokenOf(header: unknown, claims: unknown, by: keyof typeof signers): string {
  const text = `${part(header)}.${part(claims)}`
  return `${text}.${signers[by](text).toString('base64url')}`
}

describe('a token that is right', () => {
  it.each([
    ['RS256', 'rsa', 'rsa'],
    ['RS256', 'rsa-of-any', 'rsa'],
    ['ES256', 'ec', 'ec'],
    ['ES256', 'ec-of-any', 'ec'],
    ['HS256', 'none', 'secret'],
  ] as const)('gives its claims: %s by %s', async (alg, kid, by) => {
    const token = tokenOf({ alg, kid }, right, by)
    expect(await byUs(token)).toEqual(right)
    expect(await byJose(token)).toEqual(right)
  })
})

const kids = fc.constantFrom(...published.keys.map(({ kid }) => kid), undefined, 'unknown', 7)
const algs = fc.constantFrom('RS256', 'ES256', 'HS256', 'RS512', 'PS256', 'none', '', undefined, 1, ['RS256'])
const headers = fc.record({
  alg: algs,
  kid: kids,
  typ: fc.constantFrom('JWT', undefined, 3),
  crit: fc.constantFrom(undefined, undefined, ['exp'], [], ['b64'], 'b64'),
  b64: fc.constantFrom(undefined, undefined, false),
})
const time = fc.constantFrom(
  undefined,
  seconds,
  seconds - 59,
  seconds + 59,
  seconds - 4000,
  seconds + 4000,
  'x',
)
const claims = fc.oneof(
  { weight: 5, arbitrary: fc.constant(right) },
  {
    weight: 5,
    arbitrary: fc.record({ iss: fc.constantFrom(issuer, 'x', undefined), iat: time, exp: time, nbf: time }),
  },
  fc.json().map((text): unknown => JSON.parse(text)),
)

describe('whatever comes', () => {
  it('has the outcome that it has at jose, by any header, claims and signature', async () => {
    const inputs = fc.asyncProperty(headers, claims, fc.constantFrom(...names), async (header, said, by) => {
      const token = tokenOf(header, said, by)
      const [ours, theirs] = [await byUs(token), await byJose(token)]
      // Why a token is refused may be found in another order. That it is refused may not.
      if (typeof ours === 'string' && typeof theirs === 'string') return
      expect(ours).toEqual(theirs)
    })
    await fc.assert(inputs, { numRuns: 3000 })
  })

  it('is refused where one letter of a right token was changed, taken or added', async () => {
    const tokens = [
      tokenOf({ alg: 'RS256', kid: 'rsa' }, right, 'rsa'),
      tokenOf({ alg: 'ES256', kid: 'ec' }, right, 'ec'),
      tokenOf({ alg: 'HS256' }, right, 'secret'),
    ]
    const letters = fc.constantFrom(...'AZaz09-_+/=. \n', 'é')
    const changes = fc.asyncProperty(
      fc.constantFrom(...tokens),
      fc.nat(1000),
      fc.nat(1),
      fc.oneof(letters, fc.constant('')),
      async (token, at, taken, letter) => {
        const place = at % (token.length + 1)
        const changed = token.slice(0, place) + letter + token.slice(place + taken)
        if (changed !== token) expect(await byUs(changed)).toBeTypeOf('string')
      },
    )
    await fc.assert(changes, { numRuns: 1000 })
  })

  it('is refused where it has no three parts', async () => {
    const token = tokenOf({ alg: 'RS256', kid: 'rsa' }, right, 'rsa')
    for (const other of ['', '.', '..', `${token}.`, `.${token}`, `${token}.x.y`, token.replace('.', '')]) {
      expect(await byUs(other)).toBe('ERR_JWS_INVALID')
    }
  })
})

it('a key that is no public one checks nothing', async () => {
  const token = tokenOf({ alg: 'RS256' }, right, 'rsa')
  const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const keys = [
    rsa.privateKey.toCryptoKey(signing, true, ['sign']),
    createSecretKey(secret).toCryptoKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['verify']),
  ]
  for (const key of keys) await expect(signedClaims(token, () => key, options)).rejects.toThrow(TypeError)
})
