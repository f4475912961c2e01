import { createSecretKey, type KeyObject } from 'node:crypto'
import { importJWK } from 'jose'
import * as v from 'valibot'

/** The keys of a stage as they stand in its secret; newest first in each list. */
const dated = { createdAt: v.pipe(v.string(), v.isoTimestamp()) }
const secretKey = v.object({
  ...dated,
  kid: v.pipe(v.string(), v.minLength(1)),
  key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43,}$/, 'must be 32 bytes or more in base64url')),
})
const signingKey = v.object({
  ...dated,
  kid: v.pipe(v.string(), v.minLength(1)),
  alg: v.literal('ES256'),
  jwk: v.object({
    kty: v.literal('EC'),
    crv: v.literal('P-256'),
    x: v.string(),
    y: v.string(),
    d: v.string(),
  }),
})
const atLeastOne = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.array(schema), v.minLength(1))

const keysSchema = v.object({
  signing: atLeastOne(signingKey),
  sealing: atLeastOne(secretKey),
  refresh: atLeastOne(secretKey),
  hashing: atLeastOne(secretKey),
})
type StageKeys = v.InferOutput<typeof keysSchema>

type SigningKey = Exclude<Awaited<ReturnType<typeof importJWK>>, Uint8Array>

/** A key with the id that its tokens carry. */
export interface Named<Key> {
  readonly kid: string
  readonly key: Key
}

/** The current key first, then those that are still accepted. */
export type Ring<Key> = readonly [Named<Key>, ...Named<Key>[]]

/** One key pair that signs what we issue. */
export interface SigningPair {
  readonly privateKey: SigningKey
  readonly publicKey: SigningKey
  readonly publicJwk: Readonly<Record<string, unknown>>
}

/** All keys of a stage, ready for use. */
export interface KeyRing {
  readonly signing: Ring<SigningPair>
  readonly sealing: Ring<KeyObject>
  readonly refresh: Ring<KeyObject>
  readonly hashing: Ring<KeyObject>
}

/** The key that a token names; undefined when it names none of ours (or one that was retired). */
export const keyNamed = <Key>(ring: Ring<Key>, kid: unknown): Key | undefined =>
  ring.find((named) => named.kid === kid)?.key

/**
 * How long a new key is only accepted before it is used: every container has read it by then, so that no
 * token meets one that does not know its key.
 */
const settlingMs = 10 * 60_000

/** The newest key that every container knows comes first; with none, the newest. */
function settledFirst<Key extends { readonly createdAt: string }>(
  keys: readonly Key[],
  now: Date,
): readonly Key[] {
  const isSettled = ({ createdAt }: Key): boolean => now.getTime() - Date.parse(createdAt) >= settlingMs
  const first = keys.find(isSettled) ?? keys[0]
  return first === undefined ? [] : [first, ...keys.filter((key) => key !== first)]
}

/**
 * Reads the stage's keys, as they are to be used now. Takes parsed JSON; throws an error that names what is missing or malformed and
 * never shows a value. All keys are at least 256 bits (RFC 8725, section 3.5).
 */
export async function readKeyRing(secret: unknown, now = new Date()): Promise<KeyRing> {
  const parsed = v.safeParse(keysSchema, secret)
  if (!parsed.success) {
    const where = [...new Set(parsed.issues.map((issue) => v.getDotPath(issue) ?? '(whole)'))]
    throw new Error(`the stage's keys are not usable: ${where.join(', ')} (make them with: npm run keys)`)
  }
  const keys = parsed.output
  return {
    signing: ringOf(await Promise.all(settledFirst(keys.signing, now).map(signingPair))),
    sealing: ringOf(settledFirst(keys.sealing, now).map(secret256)),
    refresh: ringOf(settledFirst(keys.refresh, now).map(secret256)),
    hashing: ringOf(keys.hashing.map(secret256)),
  }
}

function ringOf<Key>([first, ...rest]: readonly Named<Key>[]): Ring<Key> {
  if (first === undefined) throw new Error('a ring needs a key')
  return [first, ...rest]
}

const secret256 = ({ kid, key }: StageKeys['sealing'][number]): Named<KeyObject> => ({
  kid,
  key: createSecretKey(Buffer.from(key, 'base64url')),
})

async function signingPair({ kid, alg, jwk }: StageKeys['signing'][number]): Promise<Named<SigningPair>> {
  const { d: _private, ...publicPart } = jwk
  const publicJwk = { ...publicPart, kid, alg, use: 'sig' }
  const [privateKey, publicKey] = await Promise.all([importJWK(jwk, alg), importJWK(publicPart, alg)])
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) throw new Error('not a key pair')
  return { kid, key: { privateKey, publicKey, publicJwk } }
}
