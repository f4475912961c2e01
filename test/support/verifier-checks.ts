import { createHmac, createPublicKey, type JsonWebKey, timingSafeEqual, verify } from 'node:crypto'
import { fieldsOf } from './fields.ts'

/*
 * The checks of PyJWT and of Nimbus in Spring Security, as docs/tokens.md configures them, by Node's own crypto: for
 * libraries that run in no test here. Each throws the name of the check that fails.
 */

interface Settings {
  readonly issuer: string
  readonly audience: string
  readonly algorithm: 'ES256' | 'RS256' | 'HS256'
}

type Keys = readonly JsonWebKey[]

const fail = (check: string): never => {
  throw new Error(check)
}
const holds = (isTrue: boolean, check: string): void => {
  if (!isTrue) fail(check)
}

function partsOf(token: string) {
  const [header = '', payload = '', signature = '', ...more] = token.split('.')
  holds(more.length === 0, 'three parts')
  const read = (text: string) => fieldsOf(JSON.parse(Buffer.from(text, 'base64url').toString()))
  const signed = Buffer.from(`${header}.${payload}`)
  return {
    header: read(header),
    claims: read(payload),
    signed,
    signature: Buffer.from(signature, 'base64url'),
  }
}

type Parts = ReturnType<typeof partsOf>

const audiencesIn = ({ claims }: Parts): readonly unknown[] => [claims['aud']].flat()
const now = (): number => Date.now() / 1000

/** The published key that the token names, among those that sign. */
const keyOf = (keys: Keys, { header }: Parts): JsonWebKey =>
  keys.find(({ kid, use }) => kid === header['kid'] && (use === undefined || use === 'sig')) ?? fail('kid')

const isSignedBy = (key: JsonWebKey, { signed, signature }: Parts): boolean =>
  verify(
    'sha256',
    signed,
    { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    signature,
  )

function checkSharedSignature(secret: string, { signed, signature }: Parts): void {
  const expected = createHmac('sha256', secret).update(signed).digest()
  holds(expected.length === signature.length && timingSafeEqual(expected, signature), 'signature')
}

/** `jwt.decode` with `algorithms`, `issuer`, `audience` and `options.require`; a secret in place of keys for HS256. */
export function checkAsPyJwt(token: string, keys: Keys | string, { issuer, audience, algorithm }: Settings) {
  const parts = partsOf(token)
  const { header, claims } = parts
  holds(header['alg'] === algorithm, 'algorithm')
  if (typeof keys === 'string') checkSharedSignature(keys, parts)
  else holds(isSignedBy(keyOf(keys, parts), parts), 'signature')
  for (const claim of ['exp', 'iat', 'sub']) holds(claims[claim] !== undefined, `require ${claim}`)
  holds(typeof claims['sub'] === 'string', 'sub is text')
  holds(claims['jti'] === undefined || typeof claims['jti'] === 'string', 'jti is text')
  holds(Number(claims['iat']) <= now(), 'iat')
  holds(Number(claims['nbf'] ?? 0) <= now(), 'nbf')
  holds(Number(claims['exp']) > now(), 'exp')
  holds(audiencesIn(parts).includes(audience), 'aud')
  holds(claims['iss'] === issuer, 'iss')
  return claims
}

/** The clocks of two machines may differ by a minute: Spring's `JwtTimestampValidator`. */
const skew = 60

/** Spring's decoder: Nimbus selects the key by `kid`, type and `use`; validators check type, times, issuer, audience. */
export function checkAsSpring(token: string, keys: Keys, { issuer, audience, algorithm }: Settings) {
  const parts = partsOf(token)
  const { header, claims } = parts
  holds(header['typ'] === undefined || header['typ'] === 'JWT', 'typ')
  holds(header['alg'] === algorithm, 'algorithm')
  holds(!('crit' in header), 'crit')
  const key = keyOf(keys, parts)
  holds(key.kty === (algorithm === 'ES256' ? 'EC' : 'RSA'), 'kty')
  holds(key['alg'] === undefined || key['alg'] === algorithm, 'alg of the key')
  holds(isSignedBy(key, parts), 'signature')
  holds(Number(claims['exp']) + skew > now(), 'exp')
  holds(Number(claims['nbf'] ?? 0) - skew <= now(), 'nbf')
  holds(claims['iss'] === issuer && URL.canParse(issuer), 'iss')
  holds(audiencesIn(parts).includes(audience), 'aud')
  return claims
}
