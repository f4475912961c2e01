import { argon2, timingSafeEqual } from 'node:crypto'
import { bareBase64 } from './bare-base64.ts'
import type { StoredHash } from './hash.ts'

type Variant = 'argon2id' | 'argon2i' | 'argon2d'

/** What is hashed with which cost. */
export interface Argon2Recipe {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
}

/** One hash (RFC 9106). A letter may be typed as one code point or as several; NFC makes them one. */
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

/** How the PHC string begins of a hash that is made by us with this cost (version 19 is that of RFC 9106). */
export const argon2idPrefix = (cost: Omit<Argon2Recipe, 'salt'>): string =>
  `$argon2id$v=19$${costText(cost)}$`

/** The PHC string of an argon2id hash. */
export const writeArgon2id = (recipe: Argon2Recipe, tag: Buffer): string =>
  `${argon2idPrefix(recipe)}${bareBase64(recipe.salt)}$${bareBase64(tag)}`

/** Django puts the name of its hasher in front. */
const form =
  /^(?:argon2)?\$(argon2(?:id|i|d))\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})={0,2}\$([A-Za-z0-9+/]{22,86})={0,2}$/

/**
 * The most that a stored hash may ask of us: 128 MiB fits twice into a password function beside all else, and
 * the time, which goes with memory and passes, stays well below a function's limit. (Django asks for 100 MiB, two
 * passes and eight lanes.)
 */
const most = { memory: 131_072, passes: 10, memoryPasses: 1_000_000, parallelism: 16 } as const

const isSane = ({ memory, passes, parallelism }: Omit<Argon2Recipe, 'salt'>): boolean =>
  memory >= 8 * parallelism &&
  memory <= most.memory &&
  passes >= 1 &&
  passes <= most.passes &&
  memory * passes <= most.memoryPasses &&
  parallelism >= 1 &&
  parallelism <= most.parallelism

const isVariant = (text: string | undefined): text is Variant =>
  text === 'argon2id' || text === 'argon2i' || text === 'argon2d'

/** Reads the PHC string of an argon2 hash. Undefined for any other scheme or version, and for insane parameters. */
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
