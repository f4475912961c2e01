import type { SQSBatchResponse } from 'aws-lambda'
import { deliverWebhooks } from '../lib/flows/jobs/deliver-webhooks.ts'
import { log } from '../lib/http/log/log.ts'
import { webhookDeliveries } from '../lib/runtime/webhooks/webhook-deliveries.ts'

/** Called by the queue of the webhook's events. The queue gives the messages in `batchItemFailures` again. */
export const handler = async (event: { readonly Records: readonly unknown[] }): Promise<SQSBatchResponse> => {
  const { delivered, failed } = await deliverWebhooks(webhookDeliveries(), event.Records)
  log({ consumer: 'webhook-deliveries', delivered, failed: failed.length })
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}
