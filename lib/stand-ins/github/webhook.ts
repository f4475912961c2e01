import { createHmac, randomUUID } from 'node:crypto'
import type { GithubClients, GithubPersona } from './persona.ts'

/** What GitHub posts to the webhook of an app. */
export interface GithubDelivery {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * The delivery of an event about a person, signed over its bytes (docs.github.com, "Webhook events and payloads" and
 * "Validating webhook deliveries").
 */
export function deliveryOf(
  { webhookSecret = '' }: GithubClients,
  { id, login }: GithubPersona,
  event: string,
  action: string,
): GithubDelivery {
  // A number of 64 bits, which JSON.stringify would not write.
  const body = `{"action":${JSON.stringify(action)},"sender":{"login":${JSON.stringify(login)},"id":${id},"type":"User"}}`
  const signature = createHmac('sha256', webhookSecret).update(body).digest('hex')
  return {
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
    },
    body,
  }
}
