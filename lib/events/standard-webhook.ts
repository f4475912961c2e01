import { createHmac } from 'node:crypto'

/** A key that signs webhooks. Receivers know it by its text, which begins with `whsec_`. */
export type WebhookKey = Buffer

/** Standard Webhooks wants 24 to 64 bytes ("Signature scheme"). */
const keyBytes = { least: 24, most: 64 } as const

/**
 * Reads the keys in a secret: one text such as `whsec_MfKQ…`, or several with spaces between them while receivers change
 * from one to the next. Throws an `Error` that shows nothing of the secret.
 */
export function readWebhookKeys(secret: string): readonly WebhookKey[] {
  const texts = secret.split(/\s+/).filter((text) => text !== '')
  if (texts.length === 0) throw new Error('the secret of the webhook is empty')
  return texts.map((text) => {
    const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
    const key = Buffer.from(base64 ?? '', 'base64')
    if (key.length >= keyBytes.least && key.length <= keyBytes.most) return key
    throw new Error('the secret of the webhook must be whsec_ and 24 to 64 bytes in base64')
  })
}

/**
 * The headers of one attempt to deliver a body (Standard Webhooks 1.0.0, "Webhook headers"): a signature by each key, of which
 * the receiver has to know one. Every attempt has the id of the event and a time of its own. Pure.
 */
export function webhookHeaders(
  keys: readonly WebhookKey[],
  { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string },
) {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signatures = keys.map((key) => {
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
    return `v1,${signature}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  } as const
}
