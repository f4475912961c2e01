/** What a password hash was made with, and what came out. */
export interface Argon2Hash {
  /** KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
  readonly tag: Buffer
}

/** Base64 without padding, as PHC strings have it. */
const bare = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

/** The PHC string of an argon2id hash (PHC string format; version 19 is that of RFC 9106). */
export const writePhc = ({ memory, passes, parallelism, salt, tag }: Argon2Hash): string =>
  `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${bare(salt)}$${bare(tag)}`

const form =
  /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/

/**
 * The most that a stored hash may ask of us: 128 MiB fits twice into a password function beside all else, and
 * the time stays well below a function's limit.
 */
const most = { memory: 131_072, passes: 10, parallelism: 4 } as const

/**
 * Reads a stored hash. Undefined for any other scheme or version, and for parameters that nobody would
 * choose: a hash that was smuggled in must not be able to exhaust the container.
 */
export function readPhc(text: string): Argon2Hash | undefined {
  const [, memory, passes, parallelism, salt = '', tag = ''] = form.exec(text) ?? []
  const asked = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const isSane =
    asked.memory >= 8 * asked.parallelism &&
    asked.memory <= most.memory &&
    asked.passes >= 1 &&
    asked.passes <= most.passes &&
    asked.parallelism >= 1 &&
    asked.parallelism <= most.parallelism
  if (!isSane) return undefined
  return { ...asked, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') }
}
