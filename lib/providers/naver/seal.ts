import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * How Naver seals its notices, by the appendix of its guide: one key for both signing and enciphering, and made
 * with MD5. Neither is our choice; the HMAC is checked before anything is deciphered.
 */
const keyOf = (clientSecret: string): Buffer => createHash('md5').update(clientSecret, 'utf8').digest()

/** The fields of a notice that the signature is over. */
export interface SealedNotice {
  readonly clientId: string
  readonly encryptUniqueId: string
  readonly timestamp: string
  readonly signature: string
}

const signedText = ({ clientId, encryptUniqueId, timestamp }: SealedNotice): string =>
  `clientId=${clientId}&encryptUniqueId=${encryptUniqueId}&timestamp=${timestamp}`

/** Whether a notice was signed with this secret. Compared as a whole: the time tells nothing of how much was right. */
export function isSignedWith(clientSecret: string, notice: SealedNotice): boolean {
  const expected = createHmac('sha256', keyOf(clientSecret)).update(signedText(notice)).digest()
  const given = Buffer.from(notice.signature, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The person's id that a notice holds: the first 16 bytes are the IV. Undefined for what is no such thing. */
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
