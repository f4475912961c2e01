import { defined } from '../../domain/values/defined.ts'
import { hashWithArgon2id } from '../current-hash.ts'
import { readStoredHash } from '../stored-hash.ts'
import { readWeakRecipe, type WeakRecipe } from '../wrapped/weak-digest.ts'
import { wrapDigest, wrapsDigest } from '../wrapped/wrapped-hash.ts'

/**
 * A password of an old system. `strong`: the hash as a sign-in compares it. `weak`: a digest that anybody with the file
 * can guess, so it is wrapped before it is stored. `plain`: the password itself, which is hashed.
 */
export type ImportedPassword =
  | { readonly kind: 'strong'; readonly hash: string; readonly costs: readonly string[] }
  | { readonly kind: 'plain'; readonly password: string }
  | { readonly kind: 'weak'; readonly recipe: WeakRecipe; readonly digest: string; readonly cost?: string }

/** Fewer rounds of PBKDF2 than these are wrapped. OWASP asks for 600,000 of SHA-256. */
const fewRounds = 100_000

/** A hash that a sign-in can compare. Undefined for another one. */
export function strongPassword(hash: string): ImportedPassword | undefined {
  const stored = readStoredHash(hash)
  return stored && { kind: 'strong', hash, costs: stored.costs }
}

/** A digest to be wrapped. Undefined for an unknown recipe. */
export function weakPassword(recipe: WeakRecipe, digest: Buffer): ImportedPassword | undefined {
  const known = readWeakRecipe(recipe)
  if (known === undefined || digest.length < 8) return undefined
  const { cost } = known
  return { kind: 'weak', recipe, digest: digest.toString('hex'), ...defined({ cost }) }
}

/** A PBKDF2 hash in the form that a sign-in compares, or wrapped when its rounds are few. */
export function pbkdf2Password(parts: {
  readonly digest: string
  readonly iterations: number
  readonly salt: Buffer
  readonly tag: Buffer
}): ImportedPassword | undefined {
  const { digest, iterations, salt, tag } = parts
  if (iterations < fewRounds) {
    const of = `pbkdf2_${digest}:${iterations}:${tag.length}`
    return weakPassword({ of, salt: salt.toString('hex') }, tag)
  }
  const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
  return strongPassword(`$pbkdf2-${digest}$i=${iterations}$${bare(salt)}$${bare(tag)}`)
}

/** Whether a stored hash was made of this password, so that it need not be made again. */
export async function isStoredAs(password: ImportedPassword, stored: string): Promise<boolean> {
  if (password.kind === 'strong') return password.hash === stored
  return password.kind === 'weak'
    ? wrapsDigest(stored, password.recipe, password.digest)
    : (await readStoredHash(stored)?.matches(password.password)) === true
}

/** The hash to store. A weak digest and a plain password take as long as hashing a password. */
export function storedFormOf(password: ImportedPassword): Promise<string> {
  switch (password.kind) {
    case 'strong':
      return Promise.resolve(password.hash)
    case 'plain':
      return hashWithArgon2id(password.password)
    case 'weak':
      return wrapDigest(password.recipe, password.digest)
    default:
      return password satisfies never
  }
}
