import { readArgon2 } from './argon2.ts'
import { readBcrypt } from './bcrypt.ts'
import type { StoredHash } from './hash.ts'
import { readPbkdf2 } from './pbkdf2.ts'
import { readScrypt } from './scrypt.ts'

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
