import type { PostResult, WebhookPost } from '../flows/jobs/deliver-webhooks.ts'
import { readWebhookKeys, webhookHeaders } from './standard-webhook.ts'

/** A receiver may take its time to write an event down. */
const timeoutMs = 15_000

/**
 * Posts signed events to an address. Only 2xx is a delivery; a redirect is none (Standard Webhooks 1.0.0, "Delivery success
 * and failure"). Takes the address, what reads the secret, and the clock. Never throws for the receiver; throws the error
 * of the secret.
 */
export const createWebhookPost =
  (endpoint: string, readSecret: () => Promise<string>, now: () => Date) =>
  async ({ id, body }: WebhookPost): Promise<PostResult> => {
    const headers = webhookHeaders(readWebhookKeys(await readSecret()), { id, at: now(), body })
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'ieum-webhooks' },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      })
      await response.body?.cancel()
      return response.ok ? { kind: 'delivered' } : { kind: 'refused', why: `status_${response.status}` }
    } catch (error) {
      return { kind: 'refused', why: error instanceof Error ? error.name : 'unknown' }
    }
  }
