import { randomBytes } from 'node:crypto'
import type { Passwords } from '../flows/ports/passwords.ts'
import { argon2idPrefix, computeArgon2, writeArgon2id } from './argon2.ts'
import { concurrencyLimit } from './concurrency-limit.ts'
import type { StoredHash } from './hash.ts'
import { dummyHashFor } from './old-cost.ts'
import { readStoredHash } from './stored-hash.ts'

/** OWASP's first choice for password storage: argon2id with 19 MiB, two passes and one lane. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const
const saltBytes = 16
const tagBytes = 32

/**
 * Hashes at a time. Each takes a thread and its memory for some fifty milliseconds: a hundred sign-ins at
 * once wait for each other instead of taking two gigabytes.
 */
const atOnce = 2

const isCurrent = (hash: string): boolean => hash.startsWith(argon2idPrefix(current))

const known = (stored: StoredHash | undefined, cost: string): StoredHash => {
  if (stored === undefined) throw new Error(`${cost} is no cost of a password hash`)
  return stored
}

const todaysCost = `argon2id:${current.memory}:${current.passes}:${current.parallelism}`

/**
 * Passwords as argon2id hashes; `verify` also knows what other systems made, and follows the parameters that the
 * stored hash was made with.
 *
 * A refusal would tell who is a member when an old hash takes another time than ours, which stands for nobody.
 * So where members came from an old system (`oldCost`), every refusal does the work of both kinds.
 */
export function createPasswords(oldCost?: string): Passwords {
  const inTurn = concurrencyLimit(atOnce)
  const today = known(dummyHashFor(todaysCost), todaysCost)
  const old = oldCost === undefined ? undefined : known(dummyHashFor(oldCost), oldCost)

  const isOf = (password: string, stored: StoredHash): Promise<boolean> =>
    inTurn(() => stored.matches(password))

  const verifyNothing: Passwords['verifyNothing'] = async (password) => {
    await isOf(password, today)
    if (old !== undefined) await isOf(password, old)
    return false
  }

  async function hash(password: string): Promise<string> {
    const recipe = { ...current, salt: randomBytes(saltBytes) }
    return writeArgon2id(recipe, await inTurn(() => computeArgon2(recipe, password, tagBytes)))
  }

  return {
    hash,
    async verify(password, stored) {
      const own = readStoredHash(stored)
      if (own === undefined) return verifyNothing(password)
      if (await isOf(password, own)) return true
      if (old !== undefined) await isOf(password, isCurrent(stored) ? old : today)
      return false
    },
    verifyNothing,
    async renew(password, stored) {
      const isWhole = readStoredHash(stored)?.provesAll(password) === true
      return isCurrent(stored) || !isWhole ? undefined : hash(password)
    },
  }
}
