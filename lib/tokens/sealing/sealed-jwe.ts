import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Problem } from '../../domain/values/problem.ts'
import { bytesIn, type Claims, type Mint, numericDate, tokenPart } from '../jwt.ts'
import { sizes } from './sealing.ts'

/** The header of every token of this type and key. Nothing else is a header, so no text in one is ever followed. */
const headerOf = (typ: string, kid: string): string => tokenPart({ alg: 'dir', enc: 'A256GCM', typ, kid })

/** Seals claims as JWE (RFC 7516, `dir` with A256GCM) of one type. Only we can read them. */
export async function sealJwe(mint: Mint, typ: string, claims: Claims, expiresAt: Date): Promise<string> {
  const [{ kid, key }] = mint.keys.sealing
  const header = headerOf(typ, kid)
  const iv = randomBytes(sizes.iv)
  const sealing = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(header))
  const text = JSON.stringify({ ...claims, iss: mint.issuer, exp: numericDate(expiresAt) })
  const sealed = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()])
  return [header, '', ...[iv, sealed, sealing.getAuthTag()].map((part) => part.toString('base64url'))].join(
    '.',
  )
}

/**
 * The claims that were sealed here as this type. Throws `invalid_transaction` for any other text. With `expired_will_do`,
 * the expiry is not checked.
 */
export async function openJwe(
  mint: Mint,
  typ: string,
  text: string,
  age: 'fresh_enough' | 'expired_will_do' = 'fresh_enough',
): Promise<Claims> {
  const claims = openedClaims(mint, typ, text)
  const { iss, exp } = claims ?? {}
  const isInTime = typeof exp === 'number' && (age === 'expired_will_do' || exp > numericDate(mint.now()))
  if (claims === undefined || iss !== mint.issuer || !isInTime) throw new Problem('invalid_transaction')
  return claims
}

/** Undefined for a text that no key of ours has sealed as this type. */
function openedClaims({ keys }: Mint, typ: string, text: string): Claims | undefined {
  const [header = '', encryptedKey, ...parts] = text.split('.')
  const key = keys.sealing.find(({ kid }) => headerOf(typ, kid) === header)?.key
  const [iv, sealed, tag, ...more] = parts.map(bytesIn)
  if (key === undefined || encryptedKey !== '' || tag === undefined || more.length > 0) return undefined
  if (iv?.length !== sizes.iv || sealed === undefined) return undefined
  try {
    const opening = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: sizes.tag })
      .setAAD(Buffer.from(header))
      .setAuthTag(tag)
    const opened = Buffer.concat([opening.update(sealed), opening.final()])
    return { ...Object(JSON.parse(opened.toString())) }
  } catch {
    return undefined
  }
}
