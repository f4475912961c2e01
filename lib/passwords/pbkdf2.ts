import { pbkdf2, timingSafeEqual } from 'node:crypto'
import type { StoredHash } from './hash.ts'

/** `pbkdf2_sha256$<iterations>$<salt>$<hash>`, as Django writes it: the salt is taken as it is written. */
const form = /^pbkdf2_(sha256|sha1)\$(\d{1,7})\$([^$]{1,64})\$([A-Za-z0-9+/]{27,43})=$/
/** Django asks for 1,200,000 by now; four times that is some two seconds of a function's time. */
const mostIterations = 5_000_000

const compute = (password: string, salt: string, iterations: number, length: number, digest: string) =>
  new Promise<Buffer>((resolve, reject) => {
    pbkdf2(password, salt, iterations, length, digest, (error, tag) => {
      if (error === null) resolve(tag)
      else reject(error)
    })
  })

/** Reads a PBKDF2 hash of Django. Undefined for any other scheme, and for insane parameters. */
export function readPbkdf2(text: string): StoredHash | undefined {
  const [, digest = '', count, salt = '', tag = ''] = form.exec(text) ?? []
  const iterations = Number(count)
  if (!(iterations >= 1 && iterations <= mostIterations)) return undefined
  const stored = Buffer.from(tag, 'base64')
  return {
    cost: `pbkdf2_${digest}:${iterations}`,
    matches: async (password) =>
      timingSafeEqual(await compute(password, salt, iterations, stored.length, digest), stored),
    provesAll: () => true,
  }
}
