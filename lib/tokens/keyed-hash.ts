import { createHmac } from 'node:crypto'
import type { CiHash, DiHash } from '../domain/values/evidence.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import type { LookupRing } from './key-ring.ts'

/**
 * Hashes values with HMAC-SHA-256 under the stage's first hashing key. Hashes of two keys cannot be
 * compared, so this key does not rotate. A purpose must be one word, so that no two pairs of
 * purpose and value give the same text.
 */
export function createKeyedHashes(ring: LookupRing): KeyedHashes {
  const [{ key }] = ring
  return {
    hash: (purpose, value) => createHmac('sha256', key).update(`${purpose} ${value}`).digest('base64url'),
  }
}

const isHash = (value: string): value is CiHash & DiHash => /^[A-Za-z0-9_-]{43}$/.test(value)

/** Hashes a CI or a DI. Equal values have equal hashes only within this stage. */
const personHash = (ring: LookupRing, purpose: 'ci' | 'di') => {
  const { hash: keyed } = createKeyedHashes(ring)
  return (value: string) => {
    const hash = keyed(purpose, value)
    if (!isHash(hash)) throw new Error('unreachable: an HMAC has 43 characters')
    return hash
  }
}

/** A function that hashes a CI. */
export const createCiHash = (ring: LookupRing): ((ci: string) => CiHash) => personHash(ring, 'ci')
/** A function that hashes a DI. */
export const createDiHash = (ring: LookupRing): ((di: string) => DiHash) => personHash(ring, 'di')
