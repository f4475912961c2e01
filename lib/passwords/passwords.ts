import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Passwords } from '../flows/ports/passwords.ts'
import { type Argon2Hash, readPhc, writePhc } from './phc.ts'
import { turns } from './turns.ts'

/** OWASP's first choice for password storage: argon2id with 19 MiB, two passes and one lane. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const
const saltBytes = 16
const tagBytes = 32

/**
 * Hashes at a time. Each takes a thread and its memory for some fifty milliseconds: a hundred sign-ins at
 * once wait for each other instead of taking two gigabytes.
 */
const atOnce = 2

type Recipe = Pick<Argon2Hash, 'memory' | 'passes' | 'parallelism' | 'salt'>

/** One hash (RFC 9106). A letter may be typed as one code point or as several; NFC makes them one. */
const compute = ({ salt, ...cost }: Recipe, password: string, tagLength: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const message = password.normalize('NFC')
    argon2('argon2id', { message, nonce: salt, tagLength, ...cost }, (error, tag) => {
      if (error === null) resolve(tag)
      else reject(error)
    })
  })

/** Passwords as argon2id hashes; `verify` follows the parameters that the stored hash was made with. */
export function createPasswords(): Passwords {
  const inTurn = turns(atOnce)
  const nobody: Argon2Hash = { ...current, salt: randomBytes(saltBytes), tag: randomBytes(tagBytes) }

  const isOf = (password: string, stored: Argon2Hash): Promise<boolean> =>
    inTurn(async () => timingSafeEqual(await compute(stored, password, stored.tag.length), stored.tag))

  const verifyNothing: Passwords['verifyNothing'] = async (password) => {
    await isOf(password, nobody)
    return false
  }
  return {
    async hash(password) {
      const recipe = { ...current, salt: randomBytes(saltBytes) }
      const tag = await inTurn(() => compute(recipe, password, tagBytes))
      return writePhc({ ...recipe, tag })
    },
    async verify(password, hash) {
      const stored = readPhc(hash)
      return stored === undefined ? verifyNothing(password) : isOf(password, stored)
    },
    verifyNothing,
  }
}
