import { pbkdf2, timingSafeEqual } from 'node:crypto'
import type { StoredHash } from './hash.ts'
import { hasParameters, readPhc } from './phc.ts'

const digests = ['sha1', 'sha256', 'sha512'] as const
/** A digest of PBKDF2. */
type Digest = (typeof digests)[number]

interface Recipe {
  readonly digest: Digest
  readonly iterations: number
  readonly salt: Buffer
  readonly tag: Buffer
}

/** Django's form `pbkdf2_sha256$<iterations>$<salt>$<hash>`. The salt's text is used as it is. */
const djangoForm = /^pbkdf2_(sha256|sha1|sha512)\$(\d{1,7})\$([^$]{1,64})\$([A-Za-z0-9+/]{22,128})={0,2}$/
/** Django uses 1,200,000 iterations today. Four times as many take about two seconds. */
const maxIterations = 5_000_000

const isDigest = (text: string | undefined): text is Digest => digests.some((digest) => digest === text)

/** Computes PBKDF2 (RFC 8018, section 5.2). */
export const computePbkdf2 = (
  password: string,
  salt: Buffer,
  iterations: number,
  length: number,
  digest: string,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, length, digest, (error, tag) => {
      if (error === null) resolve(tag)
      else reject(error)
    })
  })

/** `$pbkdf2-sha256$i=310000$<salt>$<hash>`, in which the salt is bytes. */
function readPhcForm(text: string): Recipe | undefined {
  const phc = text.startsWith('$pbkdf2-') ? readPhc(text) : undefined
  const digest = phc?.id.slice('pbkdf2-'.length)
  if (phc === undefined || !isDigest(digest) || !hasParameters(phc, 'i')) return undefined
  return { digest, iterations: phc.parameters.get('i') ?? 0, salt: phc.salt, tag: phc.tag }
}

function readDjangoForm(text: string): Recipe | undefined {
  const [, digest, iterations, salt = '', tag = ''] = djangoForm.exec(text) ?? []
  if (!isDigest(digest)) return undefined
  return { digest, iterations: Number(iterations), salt: Buffer.from(salt), tag: Buffer.from(tag, 'base64') }
}

/**
 * Reads a PBKDF2 hash in Django's form or as PHC string; undefined for another scheme or too many iterations.
 */
export function readPbkdf2(text: string): StoredHash | undefined {
  const recipe = readDjangoForm(text) ?? readPhcForm(text)
  if (recipe === undefined) return undefined
  const { digest, iterations, salt, tag } = recipe
  if (!(iterations >= 1 && iterations <= maxIterations)) return undefined
  return {
    costs: [`pbkdf2_${digest}:${iterations}`],
    matches: async (password) =>
      timingSafeEqual(await computePbkdf2(password, salt, iterations, tag.length, digest), tag),
    provesAll: () => true,
  }
}
