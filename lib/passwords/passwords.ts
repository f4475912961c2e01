import type { Passwords } from '../flows/ports/passwords.ts'
import { argon2idPrefix } from './argon2.ts'
import { concurrencyLimit } from './concurrency-limit.ts'
import { hashWithArgon2id } from './current-hash.ts'
import { current } from './current-recipe.ts'
import { dummyHashFor } from './dummy-hash.ts'
import type { StoredHash } from './hash.ts'
import { readStoredHash } from './stored-hash.ts'

/**
 * Each hash takes a thread and its memory for about 50 ms. A hundred simultaneous sign-ins
 * queue instead of taking two gigabytes.
 */
const maxConcurrentHashes = 2

const isCurrent = (hash: string): boolean => hash.startsWith(argon2idPrefix(current))

const requireHash = (stored: StoredHash | undefined, cost: string): StoredHash => {
  if (stored === undefined) throw new Error(`unknown password hash cost: ${cost}`)
  return stored
}

const currentCost = `argon2id:${current.memory}:${current.passes}:${current.parallelism}`

/**
 * Passwords as argon2id hashes. `verify` also accepts hashes of other systems, with their own parameters.
 * Takes the cost of the earlier system's hashes, such as `bcrypt:12`; throws an `Error` for an unknown cost.
 *
 * An old hash takes another time than a current one, so a refusal's time would reveal members. With an
 * `oldCost`, every refusal therefore does the work of both.
 */
export function createPasswords(oldCost?: string): Passwords {
  const limited = concurrencyLimit(maxConcurrentHashes)
  const today = requireHash(dummyHashFor(currentCost), currentCost)
  const old = oldCost === undefined ? undefined : requireHash(dummyHashFor(oldCost), oldCost)

  const matches = (password: string, stored: StoredHash): Promise<boolean> =>
    limited(() => stored.matches(password))

  const verifyNothing: Passwords['verifyNothing'] = async (password) => {
    await matches(password, today)
    if (old !== undefined) await matches(password, old)
    return false
  }

  /** Does the work of a refusal that comparing a hash has not done: that of a current and of an old one. */
  async function matchRest(password: string, { costs }: StoredHash, oldHash: StoredHash): Promise<void> {
    if (!costs.includes(currentCost)) await matches(password, today)
    if (costs.every((cost) => cost === currentCost)) await matches(password, oldHash)
  }

  const hash = (password: string): Promise<string> => limited(() => hashWithArgon2id(password))

  return {
    hash,
    async verify(password, stored) {
      const own = readStoredHash(stored)
      if (own === undefined) return verifyNothing(password)
      if (await matches(password, own)) return true
      if (old !== undefined) await matchRest(password, own, old)
      return false
    },
    verifyNothing,
    async renew(password, stored) {
      const isWhole = readStoredHash(stored)?.provesAll(password) === true
      return isCurrent(stored) || !isWhole ? undefined : hash(password)
    },
  }
}
