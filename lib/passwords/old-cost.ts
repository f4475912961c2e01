import { randomBytes } from 'node:crypto'
import { bareBase64 } from './bare-base64.ts'
import type { StoredHash } from './hash.ts'
import { readStoredHash } from './stored-hash.ts'

const random = (bytes: number): string => bareBase64(randomBytes(bytes))

/** A hash of that cost that no password has, by the name of its scheme. */
const makers: Readonly<Record<string, (...cost: readonly string[]) => string>> = {
  bcrypt: (cost = '') => `$2b$${cost.padStart(2, '0')}$${randomBytes(27).toString('hex').slice(0, 53)}`,
  pbkdf2_sha256: (iterations) => `pbkdf2_sha256$${iterations}$${random(16)}$${random(32)}=`,
  scrypt: (ln, r = '8', p = '1') => `$scrypt$ln=${ln},r=${r},p=${p}$${random(16)}$${random(32)}`,
  argon2id: (m, t, p) => `$argon2id$v=19$m=${m},t=${t},p=${p}$${random(16)}$${random(32)}`,
}

/**
 * Somebody who does not exist, with a hash of this cost (`bcrypt:12`, `pbkdf2_sha256:600000`, `scrypt:15:8:1`,
 * `argon2id:102400:2:8`). Undefined for a cost that is none, or that no stored hash may have.
 */
export function dummyHashFor(text: string): StoredHash | undefined {
  const [scheme = '', ...cost] = text.split(':')
  const make = Object.hasOwn(makers, scheme) ? makers[scheme] : undefined
  return make === undefined ? undefined : readStoredHash(make(...cost))
}
