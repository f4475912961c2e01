import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../flows/ports/tokens.ts'

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer')

/**
 * Random values and hashes for secrets. `same` compares hashes in constant time, so neither content nor
 * length leaks. `random` gives 32 bytes in base64url.
 */
export const secrets: Secrets = {
  random: () => randomBytes(32).toString('base64url'),
  hash: (text) => hash('sha256', text, 'base64url'),
  same: (a, b) => timingSafeEqual(sha256(a), sha256(b)),
}
