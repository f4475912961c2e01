import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { required } from '../../config/variables.ts'
import { createWebhookPost } from '../../events/post-webhook.ts'
import { readQueuedEvents } from '../../events/queued-events.ts'
import type { WebhookDeliveries } from '../../flows/jobs/deliver-webhooks.ts'
import { log } from '../../http/log/log.ts'
import { webhookFailed } from '../../http/log/stage-metrics.ts'
import { clock } from '../clock.ts'
import { createRequestHandler } from '../request-handler.ts'

/** The composition root of the function that posts events. It has access to the secret of its webhook, and to nothing else. */

let current: WebhookDeliveries | undefined

/** The ports of the deliveries, built at first use. Throws an `Error` if a variable is not set. */
export function webhookDeliveries(): WebhookDeliveries {
  current ??= {
    readQueued: readQueuedEvents,
    post: createWebhookPost(required(process.env, 'IEUM_WEBHOOK_ENDPOINT'), cachedSecret(), clock.now),
    report: (failed) =>
      log({ level: 'warn', event: 'webhook_failed', ...failed, webhookFailures: 1, ...webhookFailed() }),
  }
  return current
}

/** The time after which a changed secret is read. */
const maxAgeMs = 5 * 60_000

function cachedSecret(): () => Promise<string> {
  const client = new SecretsManagerClient({ maxAttempts: 3, requestHandler: createRequestHandler() })
  const SecretId = required(process.env, 'IEUM_WEBHOOK_SECRET_ARN')
  let read: { readonly text: string; readonly at: number } | undefined
  return async () => {
    if (read === undefined || Date.now() - read.at >= maxAgeMs) {
      const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }))
      read = { text: SecretString, at: Date.now() }
    }
    return read.text
  }
}
