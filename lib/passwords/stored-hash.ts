import { readArgon2 } from './argon2.ts'
import { readBcrypt } from './bcrypt.ts'
import { readPbkdf2 } from './pbkdf2.ts'
import { readScrypt } from './scrypt.ts'

/** A stored hash whose parameters are sane, ready to be compared with. */
export interface StoredHash {
  /** Scheme and parameters, such as `bcrypt:12`: hashes of one cost take the same time. */
  readonly cost: string
  /** Whether a password is the one that was hashed; takes as long as its parameters ask for. */
  matches(password: string): Promise<boolean>
  /** Whether a password that matches is certainly the whole one. */
  provesAll(password: string): boolean
}

const readers = [readArgon2, readBcrypt, readPbkdf2, readScrypt]

/**
 * Reads a stored hash: a PHC string of argon2 or scrypt, bcrypt, or what Django writes. Undefined for any other
 * scheme, and for parameters that nobody would choose: a hash that was smuggled in must not be able to exhaust
 * the container.
 */
export function readStoredHash(text: string): StoredHash | undefined {
  for (const read of readers) {
    const stored = read(text)
    if (stored !== undefined) return stored
  }
  return undefined
}
