import { createHash, createHmac } from 'node:crypto'
import type { StoredHash } from './hash.ts'

/**
 * A bcrypt hash with a prefix that says what was hashed. Django: `bcrypt$` is the password itself,
 * `bcrypt_sha256$` its SHA-256. WordPress 6.8: `$wp` is a HMAC-SHA-384 (`wp_hash_password`). `2y` is PHP's name
 * for `2b`. The flawed `2x` is refused.
 */
const form = /^(bcrypt\$|bcrypt_sha256\$|\$wp)?(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/

/** Each step doubles the time. Cost 14 takes about two seconds. */
const costs = { least: 4, most: 14 } as const

/** bcrypt ignores all bytes after these. */
const maxBytes = 72

/** What a prefix hashes in the place of the password. Undefined for the password itself. */
function prehashOf(prefix: string | undefined): ((password: string) => string) | undefined {
  switch (prefix) {
    case 'bcrypt_sha256$':
      return (password) => createHash('sha256').update(password).digest('hex')
    case '$wp':
      return (password) => createHmac('sha384', 'wp-sha384').update(password.trim()).digest('base64')
    default:
      return undefined
  }
}

/**
 * Reads a bcrypt hash; undefined for another scheme or a cost outside the limits.
 * The library is loaded on first use.
 */
export function readBcrypt(text: string): StoredHash | undefined {
  const [, prefix, hash = '', cost] = form.exec(text) ?? []
  if (!(Number(cost) >= costs.least && Number(cost) <= costs.most)) return undefined
  const prehash = prehashOf(prefix)
  return {
    costs: [`bcrypt:${Number(cost)}`],
    async matches(password) {
      const { compare } = await import('bcryptjs')
      return compare(prehash?.(password) ?? password, hash)
    },
    provesAll: (password) => prehash !== undefined || Buffer.byteLength(password) <= maxBytes,
  }
}
