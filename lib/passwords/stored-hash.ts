import { readArgon2 } from './argon2.ts'
import { readBcrypt } from './bcrypt.ts'
import type { StoredHash } from './hash.ts'
import { readPbkdf2 } from './pbkdf2.ts'
import { readScrypt } from './scrypt.ts'
import { readWrapped } from './wrapped/wrapped-hash.ts'

const readers = [readArgon2, readBcrypt, readPbkdf2, readScrypt, readWrapped]

/**
 * Reads a stored hash: argon2 or scrypt as PHC string, bcrypt, PBKDF2, Django's formats, or a
 * digest that an import wrapped. Undefined for another scheme, and for parameters beyond the maximum: a smuggled-in
 * hash must not exhaust the container.
 */
export function readStoredHash(text: string): StoredHash | undefined {
  for (const read of readers) {
    const stored = read(text)
    if (stored !== undefined) return stored
  }
  return undefined
}
