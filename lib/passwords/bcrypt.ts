import { createHash } from 'node:crypto'
import type { StoredHash } from './hash.ts'

/**
 * A bcrypt hash with Django's optional prefix: `bcrypt$` names the hasher, `bcrypt_sha256$` means that the
 * password was hashed by SHA-256 first. `2y` is PHP's name for `2b`. The flawed `2x` is refused.
 */
const form = /^(bcrypt\$|bcrypt_sha256\$)?(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/

/** Each step doubles the time. Cost 14 takes about two seconds. */
const costs = { least: 4, most: 14 } as const

/** bcrypt ignores all bytes after these. */
const maxBytes = 72

const hex = (password: string): string => createHash('sha256').update(password).digest('hex')

/**
 * Reads a bcrypt hash; undefined for another scheme or a cost outside the limits.
 * The library is loaded on first use.
 */
export function readBcrypt(text: string): StoredHash | undefined {
  const [, wrapper, hash = '', cost] = form.exec(text) ?? []
  if (!(Number(cost) >= costs.least && Number(cost) <= costs.most)) return undefined
  const isPrehashed = wrapper === 'bcrypt_sha256$'
  return {
    cost: `bcrypt:${Number(cost)}`,
    async matches(password) {
      const { compare } = await import('bcryptjs')
      return compare(isPrehashed ? hex(password) : password, hash)
    },
    provesAll: (password) => isPrehashed || Buffer.byteLength(password) <= maxBytes,
  }
}
