import { createHmac } from 'node:crypto'
import type { CiHash } from '../domain/evidence.ts'
import type { KeyRing } from './key-ring.ts'

const isHash = (value: string): value is CiHash => /^[A-Za-z0-9_-]{43}$/.test(value)

/**
 * Hashes a CI under the stage's hashing key, so that equal people have equal hashes here and nowhere else.
 * The first key is used for all of them: hashes of two keys could not be compared, so it does not rotate.
 */
export function createCiHash(ring: KeyRing['hashing']): (ci: string) => CiHash {
  const [{ key }] = ring
  return (ci) => {
    const hash = createHmac('sha256', key).update(`ci ${ci}`).digest('base64url')
    if (!isHash(hash)) throw new Error('unreachable: an HMAC has 43 characters')
    return hash
  }
}
