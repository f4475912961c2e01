import { createHmac, type KeyObject } from 'node:crypto'
import type { VerificationCodes } from '../../flows/ports/messages.ts'
import { type KeyRing, keyNamed } from '../key-ring.ts'
import { keysFor } from './sealing.ts'

const keyFor = keysFor('ieum verification code')

/**
 * Six digits from the first 48 bits of an HMAC. A million does not divide 2^48, but no code is likelier than another by
 * more than one in 280 million.
 */
function codeBy(key: KeyObject, id: string): string {
  const digest = createHmac('sha256', keyFor(key)).update(id).digest()
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}

/** Derives each code from its verification's id (HMAC-SHA-256), so that no row holds a code or its hash. */
export const createVerificationCodes = (ring: KeyRing['sealing']): VerificationCodes => ({
  keyId: () => ring[0].kid,
  derive(id, keyId) {
    const key = keyNamed(ring, keyId)
    return key && codeBy(key, id)
  },
})
