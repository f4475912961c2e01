import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** The keys of a provider that signs with RS256 or ES256. */
export interface SigningKeys {
  /** Signs claims with the newest key. `header` overrides the usual header, so that a test can forge one. */
  sign(claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string
  /** The published keys (RFC 7517): every key so far, newest first. */
  jwks(): { readonly keys: readonly object[] }
  /** Signs with a new key from now on. The old keys stay published. */
  rotate(): void
  /** The newest public key as PEM, which an attacker would try as an HMAC secret. */
  publicPem(): string
}

interface Pair {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

type Algorithm = 'RS256' | 'ES256'

const createPair = (algorithm: Algorithm): Pair => ({
  kid: randomBytes(16).toString('hex'),
  ...(algorithm === 'RS256'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 })
    : generateKeyPairSync('ec', { namedCurve: 'P-256' })),
})

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const firstPairs = new Map<string, Pair>()

/** The first key of a provider, which outlives a restart of its stand-in: making it takes the longest of a start. */
function firstPairOf(provider: string, algorithm: Algorithm): Pair {
  const pair = firstPairs.get(provider) ?? createPair(algorithm)
  firstPairs.set(provider, pair)
  return pair
}

/** The keys of one provider, or of nobody known. The first one is made when it is first asked for. */
export function createSigningKeys(provider?: string, algorithm: Algorithm = 'RS256'): SigningKeys {
  const all: Pair[] = []
  const newest = (): Pair => {
    const [first = provider === undefined ? createPair(algorithm) : firstPairOf(provider, algorithm)] = all
    if (all.length === 0) all.push(first)
    return first
  }
  return {
    sign(claims, header = {}) {
      const { kid, privateKey } = newest()
      const parts = `${encode({ kid, typ: 'JWT', alg: algorithm, ...header })}.${encode(claims)}`
      // JWS writes an ECDSA signature as its two numbers (RFC 7518, section 3.4).
      const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const
      return `${parts}.${sign('SHA256', Buffer.from(parts), key).toString('base64url')}`
    },
    jwks() {
      newest()
      return {
        keys: all.map(({ kid, publicKey }) => ({
          ...publicKey.export({ format: 'jwk' }),
          kid,
          alg: algorithm,
          use: 'sig',
        })),
      }
    },
    rotate() {
      newest()
      all.unshift(createPair(algorithm))
    },
    publicPem: () => newest().publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
