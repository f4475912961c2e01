import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The key of a notice, by the appendix of Naver's guide: one MD5-derived key both signs and encrypts. The
 * algorithms are Naver's choice. The HMAC is checked before anything is decrypted.
 */
const keyOf = (clientSecret: string): Buffer => createHash('md5').update(clientSecret, 'utf8').digest()

/** The sealed fields of a notice. */
export interface SealedNotice {
  readonly clientId: string
  readonly encryptUniqueId: string
  readonly timestamp: string
  readonly signature: string
}

const signedText = ({ clientId, encryptUniqueId, timestamp }: SealedNotice): string =>
  `clientId=${clientId}&encryptUniqueId=${encryptUniqueId}&timestamp=${timestamp}`

/** Whether a notice is signed with this secret. The comparison takes constant time. */
export function isSignedWith(clientSecret: string, notice: SealedNotice): boolean {
  const expected = createHmac('sha256', keyOf(clientSecret)).update(signedText(notice)).digest()
  const given = Buffer.from(notice.signature, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/**
 * The person's id in a notice, decrypted with AES-128-CBC; the first 16 bytes are the IV. Undefined for
 * anything else.
 */
export function unseal(clientSecret: string, { encryptUniqueId }: SealedNotice): string | undefined {
  const bytes = Buffer.from(encryptUniqueId, 'base64url')
  try {
    const decipher = createDecipheriv('aes-128-cbc', keyOf(clientSecret), bytes.subarray(0, 16))
    const plain = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()])
    return new TextDecoder('utf-8', { fatal: true }).decode(plain)
  } catch {
    return undefined
  }
}
