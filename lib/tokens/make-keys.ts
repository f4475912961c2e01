import { randomBytes } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'

/** Signs access tokens and our own one-time tokens (ES256). */
export interface SigningKey {
  readonly kid: string
  readonly alg: 'ES256'
  readonly createdAt: string
  readonly jwk: Readonly<Record<string, unknown>>
}

/** 32 bytes, as base64url. */
export interface SymmetricKey {
  readonly kid: string
  readonly createdAt: string
  readonly key: string
}

/** A stage's keys; in each list the newest comes first, and is the one that is used for what is new. */
export interface StageKeys {
  readonly signing: readonly SigningKey[]
  /** Seal transactions (JWE `dir` with A256GCM) and the provider tokens that are kept. */
  readonly sealing: readonly SymmetricKey[]
  /** Derive refresh tokens. */
  readonly refresh: readonly SymmetricKey[]
  /** Hash what identifies a resident, such as a CI, so that it can be compared and not read. */
  readonly hashing: readonly SymmetricKey[]
}

/** Takes the time and gives one new key of each kind. */
export async function makeKeys(now: Date): Promise<StageKeys> {
  return {
    signing: [await makeSigningKey(now)],
    sealing: [makeSymmetricKey(now)],
    refresh: [makeSymmetricKey(now)],
    hashing: [makeSymmetricKey(now)],
  }
}

/** The key's id is its thumbprint (RFC 7638), so one id never names two keys. */
async function makeSigningKey(now: Date): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(privateKey)
  return {
    kid: await calculateJwkThumbprint(jwk),
    alg: 'ES256',
    createdAt: now.toISOString(),
    jwk: { ...jwk },
  }
}

/** The key's id is random: one made from the key would be a hash of the key to try guesses against. */
const makeSymmetricKey = (now: Date): SymmetricKey => ({
  kid: randomBytes(12).toString('base64url'),
  createdAt: now.toISOString(),
  key: randomBytes(32).toString('base64url'),
})
