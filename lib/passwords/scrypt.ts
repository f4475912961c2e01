import { scrypt, timingSafeEqual } from 'node:crypto'
import type { StoredHash } from './hash.ts'

interface Cost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** PHC string format, where `ln` is the logarithm of the cost. */
const phcForm =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{2,86})={0,2}\$([A-Za-z0-9+/]{22,86})={0,2}$/
/**
 * Django's form `scrypt$<cost>$<salt>$<block size>$<parallelism>$<hash>`. The salt's text is used as it is.
 */
const djangoForm =
  /^scrypt\$(\d{1,7})\$([A-Za-z0-9]{1,64})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9+/]{22,86})={0,2}$/

/** The maximum of a stored hash: 128 MiB, and twice the work that OWASP recommends. */
const max = { memoryBytes: 128 * 2 ** 20, work: 2 ** 21 } as const

function isSane({ N, r, p }: Cost): boolean {
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N))
  return isPowerOfTwo && r >= 1 && p >= 1 && 128 * N * r <= max.memoryBytes && N * r * p <= max.work
}

const compute = (password: string, salt: Buffer, length: number, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Node needs slightly more than 128 N r bytes and refuses more than 32 MiB by default.
    scrypt(password, salt, length, { N, r, p, maxmem: 2 * max.memoryBytes }, (error, tag) => {
      if (error === null) resolve(tag)
      else reject(error)
    })
  })

function parse(
  text: string,
): { readonly cost: Cost; readonly salt: Buffer; readonly tag: string } | undefined {
  const [, ln, r, p, salt = '', tag = ''] = phcForm.exec(text) ?? []
  if (ln !== undefined) {
    return {
      cost: { N: 2 ** Number(ln), r: Number(r), p: Number(p) },
      salt: Buffer.from(salt, 'base64'),
      tag,
    }
  }
  const [, N, ownSalt = '', blockSize, lanes, ownTag = ''] = djangoForm.exec(text) ?? []
  if (N === undefined) return undefined
  const cost = { N: Number(N), r: Number(blockSize), p: Number(lanes) }
  return { cost, salt: Buffer.from(ownSalt), tag: ownTag }
}

/** Reads a scrypt hash (RFC 7914); undefined for another scheme or parameters beyond the maximum. */
export function readScrypt(text: string): StoredHash | undefined {
  const parsed = parse(text)
  if (parsed === undefined || !isSane(parsed.cost)) return undefined
  const stored = Buffer.from(parsed.tag, 'base64')
  return {
    cost: `scrypt:${Math.log2(parsed.cost.N)}:${parsed.cost.r}:${parsed.cost.p}`,
    matches: async (password) =>
      timingSafeEqual(await compute(password, parsed.salt, stored.length, parsed.cost), stored),
    provesAll: () => true,
  }
}
