import { argon2, timingSafeEqual } from 'node:crypto'
import { bareBase64 } from './bare-base64.ts'
import type { StoredHash } from './hash.ts'

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

/** Django prefixes the name of its hasher. */
const form =
  /^(?:argon2)?\$(argon2(?:id|i|d))\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})={0,2}\$([A-Za-z0-9+/]{22,86})={0,2}$/

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

/**
 * Reads the PHC string of an argon2 hash; undefined for another scheme or
 * version, or parameters beyond the maximum.
 */
export function readArgon2(text: string): StoredHash | undefined {
  const [, variant, memory, passes, parallelism, salt = '', tag = ''] = form.exec(text) ?? []
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  if (!isVariant(variant) || !isSane(cost)) return undefined
  const recipe = { ...cost, salt: Buffer.from(salt, 'base64') }
  const stored = Buffer.from(tag, 'base64')
  return {
    cost: `${variant}:${memory}:${passes}:${parallelism}`,
    matches: async (password) =>
      timingSafeEqual(await computeArgon2(recipe, password, stored.length, variant), stored),
    provesAll: () => true,
  }
}
