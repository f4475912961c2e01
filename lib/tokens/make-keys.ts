import { randomBytes } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import type { AccessAlgorithm } from '../domain/session/access-token-form.ts'

/** A key pair that signs tokens. */
interface SigningKey<Algorithm extends 'ES256' | 'RS256'> {
  readonly kid: string
  readonly alg: Algorithm
  readonly createdAt: string
  readonly jwk: Readonly<Record<string, unknown>>
}

/** A key of 32 bytes in base64url. */
interface SymmetricKey {
  readonly kid: string
  readonly createdAt: string
  readonly key: string
}

/** A stage's keys. In each list the newest comes first and is used for new tokens. */
export interface StageKeys {
  /** Sign one-time tokens, and access tokens where the stage has no other algorithm for them. */
  readonly signing: readonly SigningKey<'ES256'>[]
  /** Sign access tokens where the stage wants RS256. */
  readonly rs256: readonly SigningKey<'RS256'>[]
  /** Sign access tokens where the stage wants HS256; the services that verify them have the same keys. */
  readonly hs256: readonly SymmetricKey[]
  /** Seal OAuth requests (JWE `dir` with A256GCM) and stored provider tokens. */
  readonly sealing: readonly SymmetricKey[]
  /** Derive refresh tokens. */
  readonly refresh: readonly SymmetricKey[]
  /** Hash values that identify a resident, such as a CI, so that they can be compared but not read. */
  readonly hashing: readonly SymmetricKey[]
}

/** Makes one new key of each kind that a stage with this algorithm for access tokens needs. Takes the time of creation. */
export async function makeKeys(now: Date, algorithm: AccessAlgorithm = 'ES256'): Promise<StageKeys> {
  return {
    signing: [await makeSigningKey('ES256', now)],
    rs256: algorithm === 'RS256' ? [await makeSigningKey('RS256', now)] : [],
    hs256: algorithm === 'HS256' ? [makeSymmetricKey(now)] : [],
    sealing: [makeSymmetricKey(now)],
    refresh: [makeSymmetricKey(now)],
    hashing: [makeSymmetricKey(now)],
  }
}

/** The key id is the thumbprint (RFC 7638), so one id never names two keys. */
async function makeSigningKey<Algorithm extends 'ES256' | 'RS256'>(
  alg: Algorithm,
  now: Date,
): Promise<SigningKey<Algorithm>> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const jwk = await exportJWK(privateKey)
  return {
    kid: await calculateJwkThumbprint(jwk),
    alg,
    createdAt: now.toISOString(),
    jwk: { ...jwk },
  }
}

/** The key id is random. An id derived from the key would be a hash to test guesses against. */
const makeSymmetricKey = (now: Date): SymmetricKey => ({
  kid: randomBytes(12).toString('base64url'),
  createdAt: now.toISOString(),
  key: randomBytes(32).toString('base64url'),
})

/** The stage's keys with one of the service's own as the newest HS256 key. Takes its text as the service has it. */
export function withSharedSecret(keys: StageKeys, text: string, now: Date): StageKeys {
  const key = Buffer.from(text, 'utf8').toString('base64url')
  return { ...keys, hs256: [{ ...makeSymmetricKey(now), key }] }
}

/** The keys with one more where the algorithm of access tokens has none yet; the same object where it has one. */
export async function withKeysFor(
  keys: StageKeys,
  algorithm: AccessAlgorithm,
  now: Date,
): Promise<StageKeys> {
  switch (algorithm) {
    case 'ES256':
      return keys
    case 'RS256':
      return keys.rs256.length > 0 ? keys : { ...keys, rs256: [await makeSigningKey('RS256', now)] }
    case 'HS256':
      return keys.hs256.length > 0 ? keys : { ...keys, hs256: [makeSymmetricKey(now)] }
    default:
      return algorithm satisfies never
  }
}
