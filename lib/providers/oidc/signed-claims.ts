import { createHmac, createSecretKey, KeyObject, timingSafeEqual, verify } from 'node:crypto'
import {
  type CryptoKey,
  decodeProtectedHeader,
  errors,
  type JWTClaimVerificationOptions,
  type JWTHeaderParameters,
  type JWTPayload,
  UnsecuredJWT,
} from 'jose'

/** A published key of the provider, or the secret that the provider and we share. */
type VerificationKey = CryptoKey | Uint8Array

/** What a signed token has to be: its algorithm, and its claims as jose checks them. */
interface ExpectedSignature extends Omit<JWTClaimVerificationOptions, 'typ'> {
  readonly algorithms: readonly string[]
}

/**
 * The claims of a JWT in compact form (RFC 7519, section 7.2; RFC 7515, section 5.2), whose key is chosen by its header. Throws
 * jose's errors, and what `keyOf` throws.
 *
 * jose reads the header and checks the claims, and its key sets choose the key. The signature alone is checked by `node:crypto`:
 * jose has WebCrypto check it, in another thread, for as long as the whole check takes here.
 */
export async function signedClaims(
  token: string,
  keyOf: (header: JWTHeaderParameters) => VerificationKey | Promise<VerificationKey>,
  { algorithms, ...expected }: ExpectedSignature,
): Promise<JWTPayload> {
  const [head = '', payload = '', end = '', ...more] = token.split('.')
  const signature = Buffer.from(end, 'base64url')
  // Node skips letters that are no base64url, so many texts would have the same bytes.
  if (more.length > 0 || signature.toString('base64url') !== end) throw new errors.JWSInvalid()
  const header = headerOf(token)
  if (!algorithms.includes(header.alg)) throw new errors.JOSEAlgNotAllowed()
  const key = await keyOf(header)
  if (!isSignature(header.alg, key, Buffer.from(`${head}.${payload}`), signature)) {
    throw new errors.JWSSignatureVerificationFailed()
  }
  return UnsecuredJWT.decode(`${unsecured}.${payload}.`, expected).payload
}

/** The header of a JWT whose signature was checked before (RFC 7519, section 6.1). */
const unsecured = Buffer.from('{"alg":"none"}').toString('base64url')

/** A header with its algorithm. One that asks for an extension is refused, since we understand none (RFC 7515, section 4.1.11). */
function headerOf(token: string): JWTHeaderParameters {
  const { alg, ...header } = parsedHeader(token)
  if (alg === undefined || header.crit !== undefined) throw new errors.JWSInvalid()
  return { ...header, alg }
}

function parsedHeader(token: string): ReturnType<typeof decodeProtectedHeader> {
  try {
    return decodeProtectedHeader(token)
  } catch (cause) {
    throw new errors.JWSInvalid(undefined, { cause })
  }
}

/**
 * Whether a text has this signature. Each algorithm takes one kind of key (RFC 8725, section 3.1); another kind, and an algorithm
 * that no key is for, is no signature.
 */
function isSignature(alg: string, key: VerificationKey, text: Buffer, signature: Buffer): boolean {
  if (key instanceof Uint8Array) return alg === 'HS256' && isHmac(createSecretKey(key), text, signature)
  const published = publishedKey(key)
  return published.alg === alg && verify('sha256', text, published.key, signature)
}

function isHmac(key: KeyObject, text: Buffer, signature: Buffer): boolean {
  const right = createHmac('sha256', key).update(text).digest()
  return signature.length === right.length && timingSafeEqual(signature, right)
}

/** A published key as `node:crypto` takes it, and the algorithm that it is for. */
interface PublishedKey {
  readonly key: KeyObject
  readonly alg: 'RS256' | 'ES256' | undefined
}

const publishedKeys = new WeakMap<CryptoKey, PublishedKey>()

/** Throws a `TypeError` for a key that is not public. */
function publishedKey(cryptoKey: CryptoKey): PublishedKey {
  const known = publishedKeys.get(cryptoKey)
  if (known !== undefined) return known
  // ES256 has the two numbers of a signature one after the other (RFC 7518, section 3.4). Node reads that option of the key.
  const key = Object.assign(KeyObject.from(cryptoKey), { dsaEncoding: 'ieee-p1363' as const })
  if (key.type !== 'public') throw new TypeError('a published key is public')
  const published = { key, alg: algorithmOf(key) }
  publishedKeys.set(cryptoKey, published)
  return published
}

/** The bits that the key of an RSA signature has at least (RFC 7518, section 3.3). */
const minRsaBits = 2048

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): PublishedKey['alg'] {
  const { modulusLength = 0, namedCurve } = asymmetricKeyDetails
  if (asymmetricKeyType === 'rsa' && modulusLength >= minRsaBits) return 'RS256'
  return asymmetricKeyType === 'ec' && namedCurve === 'prime256v1' ? 'ES256' : undefined
}
