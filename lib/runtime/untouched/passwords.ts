import type { Passwords } from '../../flows/ports/passwords.ts'

/**
 * Replaces the hashes of passwords in functions whose routes touch none, since even unused code in a bundle costs time at
 * a cold start. Every call throws an `Error`.
 */
export const createPasswords = (): Passwords => ({
  hash: refuse,
  verify: refuse,
  verifyNothing: refuse,
  renew: refuse,
})

function refuse(): never {
  throw new Error('this function must not touch passwords, since its route does not')
}
