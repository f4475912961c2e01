import { readArgon2 } from './argon2.ts'
import { readBcrypt } from './bcrypt.ts'
import type { StoredHash } from './hash.ts'
import { readPbkdf2 } from './pbkdf2.ts'
import { readScrypt } from './scrypt.ts'

const readers = [readArgon2, readBcrypt, readPbkdf2, readScrypt]

/**
 * Reads a stored hash: argon2 or scrypt as PHC string, bcrypt, or Django's formats. Undefined for another
 * scheme, and for parameters beyond the maximum: a smuggled-in hash must not exhaust the container.
 */
export function readStoredHash(text: string): StoredHash | undefined {
  for (const read of readers) {
    const stored = read(text)
    if (stored !== undefined) return stored
  }
  return undefined
}
