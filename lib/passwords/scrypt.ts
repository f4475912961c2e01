import { scrypt, timingSafeEqual } from 'node:crypto'
import type { StoredHash } from './hash.ts'
import { hasParameters, readPhc } from './phc.ts'

interface Cost {
  readonly N: number
  readonly r: number
  readonly p: number
}

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

interface Recipe {
  readonly cost: Cost
  readonly salt: Buffer
  readonly tag: Buffer
}

/** `$scrypt$ln=16,r=8,p=1$<salt>$<hash>`, where `ln` is the logarithm of the cost, or `n` the cost (AdonisJS). */
function readPhcForm(text: string): Recipe | undefined {
  const phc = readPhc(text)
  if (phc === undefined || phc.id !== 'scrypt') return undefined
  const { parameters, salt, tag } = phc
  const isKnown = hasParameters(phc, 'ln', 'r', 'p') || hasParameters(phc, 'n', 'r', 'p')
  if (!isKnown) return undefined
  const N = parameters.get('n') ?? 2 ** (parameters.get('ln') ?? 0)
  return { cost: { N, r: parameters.get('r') ?? 0, p: parameters.get('p') ?? 0 }, salt, tag }
}

function readDjangoForm(text: string): Recipe | undefined {
  const [, N, salt = '', blockSize, lanes, tag = ''] = djangoForm.exec(text) ?? []
  if (N === undefined) return undefined
  const cost = { N: Number(N), r: Number(blockSize), p: Number(lanes) }
  return { cost, salt: Buffer.from(salt), tag: Buffer.from(tag, 'base64') }
}

/** Reads a scrypt hash (RFC 7914); undefined for another scheme or parameters beyond the maximum. */
export function readScrypt(text: string): StoredHash | undefined {
  const recipe = readPhcForm(text) ?? readDjangoForm(text)
  if (recipe === undefined || !isSane(recipe.cost)) return undefined
  const { cost, salt, tag } = recipe
  return {
    costs: [`scrypt:${Math.log2(cost.N)}:${cost.r}:${cost.p}`],
    matches: async (password) => timingSafeEqual(await compute(password, salt, tag.length, cost), tag),
    provesAll: () => true,
  }
}
