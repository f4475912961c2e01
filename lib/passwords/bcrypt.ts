import { createHash } from 'node:crypto'
import type { StoredHash } from './hash.ts'

/**
 * A hash of bcrypt, with what Django may put in front: `bcrypt$` names its hasher, `bcrypt_sha256$` hashed the
 * password by SHA-256 first. `2y` is PHP's name for `2b`; `2x` is the one with the flaw.
 */
const form = /^(bcrypt\$|bcrypt_sha256\$)?(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/

/** Each step doubles the time; 14 takes some two seconds. */
const costs = { least: 4, most: 14 } as const

/** bcrypt looks at no more than this. */
const bytesRead = 72

const hex = (password: string): string => createHash('sha256').update(password).digest('hex')

/**
 * Reads a bcrypt hash. Undefined for any other scheme, and for insane costs. The library is only loaded when
 * such a hash is met.
 */
export function readBcrypt(text: string): StoredHash | undefined {
  const [, wrapper, hash = '', cost] = form.exec(text) ?? []
  if (!(Number(cost) >= costs.least && Number(cost) <= costs.most)) return undefined
  const isWhole = wrapper === 'bcrypt_sha256$'
  return {
    cost: `bcrypt:${Number(cost)}`,
    async matches(password) {
      const { compare } = await import('bcryptjs')
      return compare(isWhole ? hex(password) : password, hash)
    },
    provesAll: (password) => isWhole || Buffer.byteLength(password) <= bytesRead,
  }
}
