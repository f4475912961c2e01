import { type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { Problem } from '../domain/values/problem.ts'
import { type KeyRing, keyNamed, type Ring, type SigningPair } from './key-ring.ts'

/** A kind of token. No two kinds share a `typ` or an `aud` (RFC 8725, sections 3.11 and 3.12). */
export interface Kind {
  readonly typ: string
  readonly audience: string
  /** The keys that sign this kind; by default those of all our own tokens. */
  readonly ring?: Ring<SigningPair>
}

/** The issuer, keys and clock of all our tokens. */
export interface Mint {
  readonly issuer: string
  readonly keys: KeyRing
  readonly now: () => Date
}

/** Signs claims as one kind of token (RFC 7519). The life is in seconds. */
export async function sign(mint: Mint, kind: Kind, claims: JWTPayload, lifeSeconds: number): Promise<string> {
  const [{ kid, key }] = kind.ring ?? mint.keys.signing
  const issuedAt = Math.floor(mint.now().getTime() / 1000)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: key.algorithm, typ: kind.typ, kid })
    .setIssuer(mint.issuer)
    .setAudience(kind.audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifeSeconds)
    .sign(key.privateKey)
}

/**
 * Verifies a token as exactly one kind: key, algorithm, signature, issuer, audience, type and times. Gives
 * the claims. Throws `invalid_token` without a reason. With `expired_will_do`, the expiry is not checked.
 */
export async function verify(
  mint: Mint,
  kind: Kind,
  token: string,
  age: 'fresh_enough' | 'expired_will_do' = 'fresh_enough',
): Promise<JWTPayload> {
  const ring = kind.ring ?? mint.keys.signing
  try {
    const { payload } = await jwtVerify(
      token,
      (header) => {
        const pair = keyNamed(ring, header.kid)
        if (pair === undefined) throw new Problem('invalid_token')
        return pair.publicKey
      },
      {
        algorithms: [ring[0].key.algorithm],
        typ: kind.typ,
        issuer: mint.issuer,
        audience: kind.audience,
        requiredClaims: ['exp', 'iat'],
        currentDate: age === 'expired_will_do' ? new Date(0) : mint.now(),
      },
    )
    return payload
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    throw new Problem('invalid_token')
  }
}
