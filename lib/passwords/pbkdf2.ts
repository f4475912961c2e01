import { pbkdf2, timingSafeEqual } from 'node:crypto'
import type { StoredHash } from './hash.ts'

/** Django's form `pbkdf2_sha256$<iterations>$<salt>$<hash>`. The salt's text is used as it is. */
const form = /^pbkdf2_(sha256|sha1)\$(\d{1,7})\$([^$]{1,64})\$([A-Za-z0-9+/]{27,43})=$/
/** Django uses 1,200,000 iterations today. Four times as many take about two seconds. */
const maxIterations = 5_000_000

const compute = (password: string, salt: string, iterations: number, length: number, digest: string) =>
  new Promise<Buffer>((resolve, reject) => {
    pbkdf2(password, salt, iterations, length, digest, (error, tag) => {
      if (error === null) resolve(tag)
      else reject(error)
    })
  })

/**
 * Reads Django's PBKDF2 hash (RFC 8018, section 5.2); undefined for another scheme or too many iterations.
 */
export function readPbkdf2(text: string): StoredHash | undefined {
  const [, digest = '', count, salt = '', tag = ''] = form.exec(text) ?? []
  const iterations = Number(count)
  if (!(iterations >= 1 && iterations <= maxIterations)) return undefined
  const stored = Buffer.from(tag, 'base64')
  return {
    cost: `pbkdf2_${digest}:${iterations}`,
    matches: async (password) =>
      timingSafeEqual(await compute(password, salt, iterations, stored.length, digest), stored),
    provesAll: () => true,
  }
}
