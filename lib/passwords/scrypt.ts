import { scrypt, timingSafeEqual } from 'node:crypto'
import type { StoredHash } from './hash.ts'

interface Cost {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** PHC string format: `ln` is the logarithm of the cost. */
const phc =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{2,86})={0,2}\$([A-Za-z0-9+/]{22,86})={0,2}$/
/** `scrypt$<cost>$<salt>$<block size>$<parallelism>$<hash>`: the salt is taken as it is written. */
const django = /^scrypt\$(\d{1,7})\$([A-Za-z0-9]{1,64})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9+/]{22,86})={0,2}$/

/** The most that a stored hash may ask of us: 128 MiB, and the time of OWASP's first choice twice over. */
const most = { memoryBytes: 128 * 2 ** 20, work: 2 ** 21 } as const

function isSane({ N, r, p }: Cost): boolean {
  const isPowerOfTwo = N > 1 && Number.isInteger(Math.log2(N))
  return isPowerOfTwo && r >= 1 && p >= 1 && 128 * N * r <= most.memoryBytes && N * r * p <= most.work
}

const compute = (password: string, salt: Buffer, length: number, { N, r, p }: Cost): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Node counts a little more than 128 N r, and refuses at 32 MiB unless it is told.
    scrypt(password, salt, length, { N, r, p, maxmem: 2 * most.memoryBytes }, (error, tag) => {
      if (error === null) resolve(tag)
      else reject(error)
    })
  })

function parse(
  text: string,
): { readonly cost: Cost; readonly salt: Buffer; readonly tag: string } | undefined {
  const [, ln, r, p, salt = '', tag = ''] = phc.exec(text) ?? []
  if (ln !== undefined) {
    return {
      cost: { N: 2 ** Number(ln), r: Number(r), p: Number(p) },
      salt: Buffer.from(salt, 'base64'),
      tag,
    }
  }
  const [, N, ownSalt = '', blockSize, lanes, ownTag = ''] = django.exec(text) ?? []
  if (N === undefined) return undefined
  const cost = { N: Number(N), r: Number(blockSize), p: Number(lanes) }
  return { cost, salt: Buffer.from(ownSalt), tag: ownTag }
}

/** Reads a scrypt hash (RFC 7914). Undefined for any other scheme, and for insane parameters. */
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
