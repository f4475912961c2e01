import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../flows/ports/tokens.ts'

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Random values and hashes for secrets. Compares hashes, so neither content nor length takes time to tell. */
export const secrets: Secrets = {
  random: () => randomBytes(32).toString('base64url'),
  hash: (text) => sha256(text).toString('base64url'),
  same: (a, b) => timingSafeEqual(sha256(a), sha256(b)),
  code: () => String(randomInt(1_000_000)).padStart(6, '0'),
}
