import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import type { NaverClients } from './persona.ts'

/** How a notice differs from one that Naver sends at once. */
export interface NaverDelivery {
  /** When Naver says that it was sent. Default: now. */
  readonly at?: Date
  /** The secret that seals it. Default: the one in the console. */
  readonly clientSecret?: string
  /** Fields that are put in the place of the proper ones, after signing. */
  readonly over?: Readonly<Record<string, string>>
}

/** The form of an unlink notice: the id enciphered, everything signed, both with a key made of the client secret. */
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

/**
 * Delivers Naver's unlink notice for a person to the address in the console, follows no redirect, and gives the
 * status that came back. Naver sends it once, whatever comes back. Throws where the console has no address.
 */
export async function deliverUnlink(
  clients: NaverClients,
  userId: string,
  { at = new Date(), clientSecret = clients.clientSecret, over = {} }: NaverDelivery,
): Promise<number> {
  if (clients.unlinkCallback === undefined)
    throw new Error('the application has no Callback URL in the console')
  const fields = { ...sealNotice({ ...clients, clientSecret }, userId, at), ...over }
  const answer = await fetch(clients.unlinkCallback, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    signal: AbortSignal.timeout(20_000),
  })
  await answer.text()
  return answer.status
}
