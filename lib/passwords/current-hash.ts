import { randomBytes } from 'node:crypto'
import { computeArgon2, writeArgon2id } from './argon2.ts'
import { current } from './current-recipe.ts'

const saltBytes = 16
const tagBytes = 32

/** Hashes a text as passwords are hashed today: argon2id with the current cost and a new salt, as a PHC string. */
export async function hashWithArgon2id(text: string): Promise<string> {
  const recipe = { ...current, salt: randomBytes(saltBytes) }
  return writeArgon2id(recipe, await computeArgon2(recipe, text, tagBytes))
}
