import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { sendNotice } from '../host/oauth/departures.ts'
import type { NaverClients } from './persona.ts'

/** The differences of a notice from one that Naver sends at once. */
export interface NaverDelivery {
  /** The time in the notice. Default: now. */
  readonly at?: Date
  /** The secret that seals the notice. Default: the one in the console. */
  readonly clientSecret?: string
  /** Fields that replace the genuine ones after signing. */
  readonly overrides?: Readonly<Record<string, string>>
}

/**
 * Seals an unlink notice (developers.naver.com, "연결끊기 Callback"): the id encrypted, all fields signed, both
 * with a key derived from the client secret.
 */
export function sealNotice(
  { clientId, clientSecret }: Pick<NaverClients, 'clientId' | 'clientSecret'>,
  userId: string,
  at: Date,
): Readonly<Record<string, string>> {
  const key = createHash('md5').update(clientSecret).digest()
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-128-cbc', key, iv)
  const sealed = Buffer.concat([iv, cipher.update(userId, 'utf8'), cipher.final()])
  const encryptUniqueId = sealed.toString('base64url')
  const timestamp = `${Math.floor(at.getTime() / 1000)}`
  const text = `clientId=${clientId}&encryptUniqueId=${encryptUniqueId}&timestamp=${timestamp}`
  const signature = createHmac('sha256', key).update(text).digest('base64url')
  return { clientId, encryptUniqueId, timestamp, signature }
}

/** Sends Naver's unlink notice about a person, once. */
export function deliverUnlink(
  clients: NaverClients,
  userId: string,
  { at = new Date(), clientSecret = clients.clientSecret, overrides = {} }: NaverDelivery,
): Promise<number> {
  const fields = { ...sealNotice({ ...clients, clientSecret }, userId, at), ...overrides }
  return sendNotice(clients.unlinkCallback, { method: 'POST', body: new URLSearchParams(fields) })
}
