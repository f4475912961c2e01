import { readArgon2 } from '../argon2.ts'
import { hashWithArgon2id } from '../current-hash.ts'
import type { StoredHash } from '../hash.ts'
import { readWeakRecipe, type WeakRecipe } from './weak-digest.ts'

/** The recipe and the salt in base64url, and the hash of the digest. */
const form = /^wrapped:([A-Za-z0-9_-]{1,400})\.([A-Za-z0-9_-]{0,400})(\$argon2id\$.+)$/

const encoded = (text: string): string => Buffer.from(text).toString('base64url')
const decoded = (text: string): string => Buffer.from(text, 'base64url').toString()

/**
 * Reads a cheap digest of an old system that an import has hashed again by argon2id: the table never holds the digest
 * itself. Undefined for another form.
 */
export function readWrapped(text: string): StoredHash | undefined {
  const [, of = '', salt = '', outer = ''] = form.exec(text) ?? []
  const digest = of === '' ? undefined : readWeakRecipe({ of: decoded(of), salt: decoded(salt) })
  const argon2 = readArgon2(outer)
  if (digest === undefined || argon2 === undefined) return undefined
  return {
    costs: [...(digest.cost === undefined ? [] : [digest.cost]), ...argon2.costs],
    matches: async (password) => argon2.matches(await digest.compute(password)),
    provesAll: () => true,
  }
}

/** Wraps a digest of an old system (hex text in small letters) in argon2id. */
export const wrapDigest = async ({ of, salt }: WeakRecipe, digest: string): Promise<string> =>
  `wrapped:${encoded(of)}.${encoded(salt)}${await hashWithArgon2id(digest)}`

/** Whether a stored hash wraps this very digest. */
export async function wrapsDigest(
  stored: string,
  { of, salt }: WeakRecipe,
  digest: string,
): Promise<boolean> {
  const prefix = `wrapped:${encoded(of)}.${encoded(salt)}$`
  if (!stored.startsWith(prefix)) return false
  return (await readArgon2(stored.slice(prefix.length - 1))?.matches(digest)) === true
}
