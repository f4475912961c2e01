import {
  createHmac,
  type KeyObject,
  sign as signBytes,
  timingSafeEqual,
  verify as verifyBytes,
} from 'node:crypto'
import { Problem } from '../domain/values/problem.ts'
import type { KeyRing, Ring, SigningPair } from './key-ring.ts'

/** A kind of token. No two kinds share a `typ` or an `aud` (RFC 8725, sections 3.11 and 3.12). */
export interface Kind {
  readonly typ: string
  readonly audience: string
  /** The keys that sign this kind; by default those of all our own tokens. */
  readonly ring?: Ring<SigningPair>
}

/** The issuer, keys and clock of all our tokens. */
export interface Mint {
  readonly issuer: string
  readonly keys: KeyRing
  readonly now: () => Date
}

/** The claims of a token, by name. */
export type Claims = Readonly<Record<string, unknown>>

/** A part of a token (RFC 7515, section 2): JSON in base64url. */
export const tokenPart = (fields: Claims): string => Buffer.from(JSON.stringify(fields)).toString('base64url')

/** The bytes of a part. Undefined for a text that is no base64url: Node skips letters, so many texts would have the same bytes. */
export function bytesIn(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : undefined
}

/** The seconds of a NumericDate (RFC 7519, section 2). */
export const numericDate = (date: Date): number => Math.floor(date.getTime() / 1000)

/** The header of every token of this type and key. Nothing else is a header, so no text in one is ever followed. */
const headerOf = (typ: string, kid: string, { algorithm }: SigningPair): string =>
  tokenPart({ alg: algorithm, typ, kid })

const hmac = (key: KeyObject, text: string): Buffer => createHmac('sha256', key).update(text).digest()

const signatureOf = ({ algorithm, privateKey }: SigningPair, text: string): Buffer =>
  algorithm === 'HS256' ? hmac(privateKey, text) : signBytes('sha256', Buffer.from(text), privateKey)

function isSignature({ algorithm, publicKey }: SigningPair, text: string, signature: Buffer): boolean {
  if (algorithm !== 'HS256') return verifyBytes('sha256', Buffer.from(text), publicKey, signature)
  const right = hmac(publicKey, text)
  return signature.length === right.length && timingSafeEqual(signature, right)
}

/** Signs claims as one kind of token (RFC 7519). The life is in seconds. */
export async function sign(mint: Mint, kind: Kind, claims: Claims, lifeSeconds: number): Promise<string> {
  const [{ kid, key }] = kind.ring ?? mint.keys.signing
  const iat = numericDate(mint.now())
  const times = { iss: mint.issuer, aud: kind.audience, iat, exp: iat + lifeSeconds }
  const text = `${headerOf(kind.typ, kid, key)}.${tokenPart({ ...claims, ...times })}`
  return `${text}.${signatureOf(key, text).toString('base64url')}`
}

/**
 * Verifies a token as exactly one kind: its header is one that `sign` writes, and key, signature, issuer, audience and
 * times are right. Gives the claims. Throws `invalid_token` without a reason. With `expired_will_do`, the expiry is not
 * checked.
 */
export async function verify(
  mint: Mint,
  kind: Kind,
  token: string,
  age: 'fresh_enough' | 'expired_will_do' = 'fresh_enough',
): Promise<Claims> {
  const claims = signedClaims(kind.ring ?? mint.keys.signing, kind.typ, token)
  if (claims === undefined || claims['iss'] !== mint.issuer || claims['aud'] !== kind.audience) {
    throw new Problem('invalid_token')
  }
  if (!isInTime(claims, numericDate(mint.now()), age)) throw new Problem('invalid_token')
  return claims
}

/** The claims of a token that one of these keys has signed as this type; undefined for any other text. */
function signedClaims(ring: Ring<SigningPair>, typ: string, token: string): Claims | undefined {
  const [header, payload = '', signature = '', ...more] = token.split('.')
  const pair = ring.find(({ kid, key }) => headerOf(typ, kid, key) === header)?.key
  const bytes = bytesIn(signature)
  if (pair === undefined || bytes === undefined || more.length > 0) return undefined
  return isSignature(pair, `${header}.${payload}`, bytes) ? claimsIn(payload) : undefined
}

/** What we have signed is JSON. */
const claimsIn = (payload: string): Claims => ({
  ...Object(JSON.parse(Buffer.from(payload, 'base64url').toString())),
})

/** Whether the times of a token are there, and right (RFC 7519, section 4.1). Takes the present in seconds. */
function isInTime({ exp, iat, nbf }: Claims, now: number, age: 'fresh_enough' | 'expired_will_do'): boolean {
  if (typeof exp !== 'number' || typeof iat !== 'number') return false
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= now)) return false
  return age === 'expired_will_do' || exp > now
}
