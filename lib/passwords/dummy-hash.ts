import { randomBytes } from 'node:crypto'
import { bareBase64 } from './bare-base64.ts'
import type { StoredHash } from './hash.ts'
import { readStoredHash } from './stored-hash.ts'

const random = (bytes: number): string => bareBase64(randomBytes(bytes))

/** Builders of a hash with a given cost that no password matches, by scheme. */
const dummyHashes: Readonly<Record<string, (...cost: readonly string[]) => string>> = {
  bcrypt: (cost = '') => `$2b$${cost.padStart(2, '0')}$${randomBytes(27).toString('hex').slice(0, 53)}`,
  pbkdf2_sha1: (iterations) => `pbkdf2_sha1$${iterations}$${random(16)}$${random(20)}=`,
  pbkdf2_sha256: (iterations) => `pbkdf2_sha256$${iterations}$${random(16)}$${random(32)}=`,
  pbkdf2_sha512: (iterations) => `pbkdf2_sha512$${iterations}$${random(16)}$${random(64)}==`,
  scrypt: (ln, r = '8', p = '1') => `$scrypt$ln=${ln},r=${r},p=${p}$${random(16)}$${random(32)}`,
  argon2id: (m, t, p) => `$argon2id$v=19$m=${m},t=${t},p=${p}$${random(16)}$${random(32)}`,
}

/**
 * A hash of the given cost that no password matches (`bcrypt:12`, `pbkdf2_sha256:600000`,
 * `scrypt:15:8:1`, `argon2id:102400:2:8`), for comparisons when there is no member. Undefined
 * for an unknown or disallowed cost.
 */
export function dummyHashFor(text: string): StoredHash | undefined {
  const [scheme = '', ...cost] = text.split(':')
  const make = Object.hasOwn(dummyHashes, scheme) ? dummyHashes[scheme] : undefined
  return make === undefined ? undefined : readStoredHash(make(...cost))
}
