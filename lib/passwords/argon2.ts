import { argon2, timingSafeEqual } from 'node:crypto'
import { bareBase64 } from './bare-base64.ts'
import type { StoredHash } from './hash.ts'
import { hasParameters, readPhc } from './phc.ts'

type Variant = 'argon2id' | 'argon2i' | 'argon2d'

/** The cost parameters and the salt of a hash. */
export interface Argon2Recipe {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
}

/**
 * Computes one argon2 hash (RFC 9106). NFC makes a letter the same whether it is
 * typed as one code point or several.
 */
export const computeArgon2 = (
  { salt, ...cost }: Argon2Recipe,
  password: string,
  tagLength: number,
  variant: Variant = 'argon2id',
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const message = password.normalize('NFC')
    argon2(variant, { message, nonce: salt, tagLength, ...cost }, (error, tag) => {
      if (error === null) resolve(tag)
      else reject(error)
    })
  })

const costText = ({ memory, passes, parallelism }: Omit<Argon2Recipe, 'salt'>): string =>
  `m=${memory},t=${passes},p=${parallelism}`

/** The start of a PHC string with this cost. Version 19 is the version of RFC 9106. */
export const argon2idPrefix = (cost: Omit<Argon2Recipe, 'salt'>): string =>
  `$argon2id$v=19$${costText(cost)}$`

/** Formats an argon2id hash as a PHC string. */
export const writeArgon2id = (recipe: Argon2Recipe, tag: Buffer): string =>
  `${argon2idPrefix(recipe)}${bareBase64(recipe.salt)}$${bareBase64(tag)}`

/**
 * The maximum cost of a stored hash. 128 MiB fits twice into a password function, and the
 * time, which grows with memory and passes, stays well below the function's timeout. (Django
 * uses 100 MiB, two passes and eight lanes.)
 */
const max = { memory: 131_072, passes: 10, memoryPasses: 1_000_000, parallelism: 16 } as const

const isSane = ({ memory, passes, parallelism }: Omit<Argon2Recipe, 'salt'>): boolean =>
  memory >= 8 * parallelism &&
  memory <= max.memory &&
  passes >= 1 &&
  passes <= max.passes &&
  memory * passes <= max.memoryPasses &&
  parallelism >= 1 &&
  parallelism <= max.parallelism

const isVariant = (text: string | undefined): text is Variant =>
  text === 'argon2id' || text === 'argon2i' || text === 'argon2d'

/** Django prefixes the name of its hasher. */
const withoutHasher = (text: string): string => text.replace(/^argon2(?=\$argon2)/, '')

/**
 * Reads the PHC string of an argon2 hash, with parameters in any order; undefined for another scheme or
 * version, or parameters beyond the maximum.
 */
export function readArgon2(text: string): StoredHash | undefined {
  const phc = readPhc(withoutHasher(text))
  if (phc === undefined || !isVariant(phc.id) || phc.version !== 19) return undefined
  const { id: variant, parameters, salt, tag } = phc
  const [memory = 0, passes = 0, parallelism = 0] = ['m', 't', 'p'].map((name) => parameters.get(name))
  const cost = { memory, passes, parallelism }
  if (!hasParameters(phc, 'm', 't', 'p') || salt.length < 8 || !isSane(cost)) return undefined
  const recipe = { ...cost, salt }
  return {
    costs: [`${variant}:${memory}:${passes}:${parallelism}`],
    matches: async (password) =>
      timingSafeEqual(await computeArgon2(recipe, password, tag.length, variant), tag),
    provesAll: () => true,
  }
}
