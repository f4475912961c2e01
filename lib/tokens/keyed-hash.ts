import { createHmac } from 'node:crypto'
import type { CiHash, DiHash } from '../domain/values/evidence.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import type { KeyRing } from './key-ring.ts'

/**
 * Hashes under the stage's hashing key. The first key is used for all of them: hashes of two keys could not be
 * compared, so it does not rotate. A purpose is one word, so that no purpose and value read like another pair.
 */
export function createKeyedHashes(ring: KeyRing['hashing']): KeyedHashes {
  const [{ key }] = ring
  return {
    hash: (purpose, value) => createHmac('sha256', key).update(`${purpose} ${value}`).digest('base64url'),
  }
}

const isHash = (value: string): value is CiHash & DiHash => /^[A-Za-z0-9_-]{43}$/.test(value)

/** Hashes a CI or a DI, so that equal people have equal hashes here and nowhere else. */
const personHash = (ring: KeyRing['hashing'], purpose: 'ci' | 'di') => {
  const { hash: keyed } = createKeyedHashes(ring)
  return (value: string) => {
    const hash = keyed(purpose, value)
    if (!isHash(hash)) throw new Error('unreachable: an HMAC has 43 characters')
    return hash
  }
}

export const createCiHash = (ring: KeyRing['hashing']): ((ci: string) => CiHash) => personHash(ring, 'ci')
export const createDiHash = (ring: KeyRing['hashing']): ((di: string) => DiHash) => personHash(ring, 'di')
