import { randomBytes } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'

/** A key that signs access tokens and one-time tokens (ES256). */
interface SigningKey {
  readonly kid: string
  readonly alg: 'ES256'
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
  readonly signing: readonly SigningKey[]
  /** Seal OAuth requests (JWE `dir` with A256GCM) and stored provider tokens. */
  readonly sealing: readonly SymmetricKey[]
  /** Derive refresh tokens. */
  readonly refresh: readonly SymmetricKey[]
  /** Hash values that identify a resident, such as a CI, so that they can be compared but not read. */
  readonly hashing: readonly SymmetricKey[]
}

/** Makes one new key of each kind. Takes the time of creation. */
export async function makeKeys(now: Date): Promise<StageKeys> {
  return {
    signing: [await makeSigningKey(now)],
    sealing: [makeSymmetricKey(now)],
    refresh: [makeSymmetricKey(now)],
    hashing: [makeSymmetricKey(now)],
  }
}

/** The key id is the thumbprint (RFC 7638), so one id never names two keys. */
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

/** The key id is random. An id derived from the key would be a hash to test guesses against. */
const makeSymmetricKey = (now: Date): SymmetricKey => ({
  kid: randomBytes(12).toString('base64url'),
  createdAt: now.toISOString(),
  key: randomBytes(32).toString('base64url'),
})
