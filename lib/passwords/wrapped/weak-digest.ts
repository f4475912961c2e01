import { createHash } from 'node:crypto'
import { computePbkdf2 } from '../pbkdf2.ts'
import { type DigestExpression, evaluateDigest, mentions, readDigestExpression } from './digest-expression.ts'

/**
 * How an old system hashed a password too cheaply. `of` is an expression, or `phpass`, `old_password` (MySQL before
 * 4.1), `pbkdf2_sha256:12000:24` (digest, iterations, bytes).
 */
export interface WeakRecipe {
  readonly of: string
  /** The salt as text. `phpass`: the eight letters and the rounds before them, `$P$B12345678`. */
  readonly salt: string
}

/** A cheap digest, ready for computing. */
export interface WeakDigest {
  /** The cost of a digest that takes its time, such as `pbkdf2_sha256:12000`. */
  readonly cost?: string
  /** The digest of a password as hex text in small letters. */
  compute(password: string): Promise<string>
}

const roundLetters = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** phpass (Openwall, "portable hashes"): MD5 of the salt and the password, then of the digest and the password. */
function readPhpass(salt: string): WeakDigest | undefined {
  const [, letter = '', eight = ''] = /^\$[PH]\$(.)(.{8})$/.exec(salt) ?? []
  const rounds = roundLetters.indexOf(letter)
  if (!(rounds >= 7 && rounds <= 20)) return undefined
  return {
    async compute(password) {
      const bytes = Buffer.from(password)
      let digest = createHash('md5').update(eight).update(bytes).digest()
      for (let round = 0; round < 2 ** rounds; round += 1) {
        digest = createHash('md5').update(digest).update(bytes).digest()
      }
      return digest.toString('hex')
    },
  }
}

/** `OLD_PASSWORD()` of MySQL (`hash_password` in its `password.c`). Spaces and tabs do not count. */
function oldPassword(password: string): string {
  let [nr, add, nr2] = [1345345333, 7, 0x12345671]
  for (const byte of Buffer.from(password)) {
    if (byte === 0x20 || byte === 0x09) continue
    nr = (nr ^ (Math.imul((nr & 63) + add, byte) + (nr << 8))) >>> 0
    nr2 = (nr2 + ((nr2 << 8) ^ nr)) >>> 0
    add = (add + byte) >>> 0
  }
  return [nr, nr2].map((part) => (part & 0x7fffffff).toString(16).padStart(8, '0')).join('')
}

function readWeakPbkdf2({ of, salt }: WeakRecipe): WeakDigest | undefined {
  const [, digest = '', count, length] = /^pbkdf2_(sha1|sha256|sha512):(\d{1,6}):(\d{1,2})$/.exec(of) ?? []
  const [iterations, bytes] = [Number(count), Number(length)]
  if (!(iterations >= 1 && iterations <= 200_000 && bytes >= 16 && bytes <= 64)) return undefined
  return {
    cost: `pbkdf2_${digest}:${iterations}`,
    // The salt is hex, since it need not be text.
    compute: async (password) =>
      (await computePbkdf2(password, Buffer.from(salt, 'hex'), iterations, bytes, digest)).toString('hex'),
  }
}

const computed = (expression: DigestExpression, salt: string): WeakDigest => ({
  compute: async (password) => evaluateDigest(expression, salt, password).toString(),
})

/** Reads a recipe. Undefined for an unknown one, for too much work, and for an expression with a missing salt. */
export function readWeakRecipe(recipe: WeakRecipe): WeakDigest | undefined {
  const { of, salt } = recipe
  if (of === 'phpass') return readPhpass(salt)
  if (of === 'old_password') return { compute: async (password) => oldPassword(password) }
  if (of.startsWith('pbkdf2_')) return readWeakPbkdf2(recipe)
  const expression = readDigestExpression(of)
  const lacksSalt = expression !== undefined && mentions(expression, 'salt') && salt === ''
  return expression === undefined || lacksSalt ? undefined : computed(expression, salt)
}
