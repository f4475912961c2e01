import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import * as v from 'valibot'
import type { AccessAlgorithm } from '../domain/session/access-token-form.ts'

/** The stage's keys in the form of its secret, newest first in each list. */
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
const rs256Key = v.object({
  ...dated,
  kid: v.pipe(v.string(), v.minLength(1)),
  alg: v.literal('RS256'),
  jwk: v.object({
    kty: v.literal('RSA'),
    // 2048 bits (RFC 7518, section 3.3) are 342 letters of base64url.
    n: v.pipe(v.string(), v.minLength(342)),
    e: v.string(),
    d: v.string(),
    p: v.string(),
    q: v.string(),
    dp: v.string(),
    dq: v.string(),
    qi: v.string(),
  }),
})
const atLeastOne = <Schema extends v.GenericSchema>(schema: Schema) => v.pipe(v.array(schema), v.minLength(1))

const keysSchema = v.object({
  signing: atLeastOne(signingKey),
  sealing: atLeastOne(secretKey),
  refresh: atLeastOne(secretKey),
})
const rs256Schema = v.object({ rs256: atLeastOne(rs256Key) })
const hs256Schema = v.object({ hs256: atLeastOne(secretKey) })
const lookupSchema = v.object({ hashing: atLeastOne(secretKey) })

/** A key with its id, which tokens carry in `kid`. */
export interface Named<Key> {
  readonly kid: string
  readonly key: Key
}

/** The key for new tokens first, then the other accepted keys. */
export type Ring<Key> = readonly [Named<Key>, ...Named<Key>[]]

/** A key pair that signs our tokens, or a shared secret that takes both parts. */
export interface SigningPair {
  readonly algorithm: AccessAlgorithm
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** Absent for a shared secret, which is never published. */
  readonly publicJwk?: Readonly<Record<string, unknown>>
}

/** The keys of a stage that sign and seal, ready for use. */
export interface KeyRing {
  /** Sign access tokens: by the stage's algorithm, and by keys of their own unless that is ES256. */
  readonly access: Ring<SigningPair>
  readonly signing: Ring<SigningPair>
  readonly sealing: Ring<KeyObject>
  readonly refresh: Ring<KeyObject>
}

/** The keys of a stage that hash what is looked up, ready for use. */
export type LookupRing = Ring<KeyObject>

/** The key of a token's `kid`; undefined for an unknown or retired one. */
export const keyNamed = <Key>(ring: Ring<Key>, kid: unknown): Key | undefined =>
  ring.find((named) => named.kid === kid)?.key

/**
 * A new key is accepted at once, but used only after this time. Every container has read the key by then, so
 * no token meets a container without its key.
 */
const propagationMs = 10 * 60_000

/** Puts the newest propagated key first; without one, the newest key. */
function propagatedFirst<Key extends { readonly createdAt: string }>(
  keys: readonly Key[],
  now: Date,
): readonly Key[] {
  const isPropagated = ({ createdAt }: Key): boolean => now.getTime() - Date.parse(createdAt) >= propagationMs
  const first = keys.find(isPropagated) ?? keys[0]
  return first === undefined ? [] : [first, ...keys.filter((key) => key !== first)]
}

/**
 * Reads the keys that sign and seal, for use at `now`, and access tokens by `algorithm`. Takes parsed JSON. Throws an `Error` that names missing or
 * malformed places and never shows a value. All keys have at least 256 bits (RFC 8725, section 3.5).
 */
export async function readKeyRing(
  secret: unknown,
  now = new Date(),
  algorithm: AccessAlgorithm = 'ES256',
): Promise<KeyRing> {
  const keys = usable(keysSchema, secret)
  const signing = ringOf(propagatedFirst(keys.signing, now).map(signingPair))
  return {
    signing,
    access: algorithm === 'ES256' ? signing : accessRing(secret, now, algorithm),
    sealing: ringOf(propagatedFirst(keys.sealing, now).map(secret256)),
    refresh: ringOf(propagatedFirst(keys.refresh, now).map(secret256)),
  }
}

function accessRing(
  secret: unknown,
  now: Date,
  algorithm: Exclude<AccessAlgorithm, 'ES256'>,
): Ring<SigningPair> {
  if (algorithm === 'HS256') {
    return ringOf(propagatedFirst(usable(hs256Schema, secret).hs256, now).map(sharedSecret))
  }
  const { rs256 } = usable(rs256Schema, secret)
  return ringOf(propagatedFirst(rs256, now).map(rsaPair))
}

/** Reads the keys that hash what is looked up, like `readKeyRing`. */
export const readLookupRing = (secret: unknown): LookupRing =>
  ringOf(usable(lookupSchema, secret).hashing.map(secret256))

function usable<Schema extends v.GenericSchema>(schema: Schema, secret: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, secret)
  if (parsed.success) return parsed.output
  const where = [...new Set(parsed.issues.map((issue) => v.getDotPath(issue) ?? '(whole)'))]
  throw new Error(`invalid stage keys: ${where.join(', ')} (create them with: npm run keys)`)
}

function ringOf<Key>([first, ...rest]: readonly Named<Key>[]): Ring<Key> {
  if (first === undefined) throw new Error('a key ring needs at least one key')
  return [first, ...rest]
}

const secret256 = ({ kid, key }: v.InferOutput<typeof secretKey>): Named<KeyObject> => ({
  kid,
  key: createSecretKey(Buffer.from(key, 'base64url')),
})

/** A shared secret signs and verifies (RFC 7518, section 3.2). */
function sharedSecret(stored: v.InferOutput<typeof secretKey>): Named<SigningPair> {
  const { kid, key } = secret256(stored)
  return { kid, key: { algorithm: 'HS256', privateKey: key, publicKey: key } }
}

const signingPair = ({ kid, alg, jwk }: v.InferOutput<typeof signingKey>): Named<SigningPair> => {
  const { d: _private, ...publicPart } = jwk
  return pairOf(kid, alg, jwk, publicPart)
}

const rsaPair = ({ kid, alg, jwk }: v.InferOutput<typeof rs256Key>): Named<SigningPair> => {
  const { kty, n, e } = jwk
  return pairOf(kid, alg, jwk, { kty, n, e })
}

/**
 * A key that signs and verifies as JWTs have it: ES256 with the two numbers of a signature one after the other (RFC 7518,
 * section 3.4); RS256 has one number. Node reads the option of the key itself, as of any object that is given as one. An object
 * around a key costs a third of a signature, since Node 24 finds out by two errors that it is none.
 */
const inJwt = (key: KeyObject): KeyObject => Object.assign(key, { dsaEncoding: 'ieee-p1363' as const })

const pairOf = (
  kid: string,
  algorithm: AccessAlgorithm,
  jwk: JsonWebKey,
  publicPart: JsonWebKey,
): Named<SigningPair> => ({
  kid,
  key: {
    algorithm,
    privateKey: inJwt(createPrivateKey({ key: jwk, format: 'jwk' })),
    publicKey: inJwt(createPublicKey({ key: publicPart, format: 'jwk' })),
    publicJwk: { ...publicPart, kid, alg: algorithm, use: 'sig' },
  },
})
