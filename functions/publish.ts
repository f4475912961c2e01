import type { DynamoDBBatchResponse } from 'aws-lambda'
import { publish } from '../lib/flows/jobs/publish.ts'
import { log } from '../lib/http/log/log.ts'
import { reported } from '../lib/http/log/stage-metrics.ts'
import { publishing } from '../lib/runtime/publishing.ts'

/**
 * Called by the table's stream. Lambda delivers the record in `batchItemFailures` and all later ones again.
 */
export const handler = async (event: {
  readonly Records: readonly unknown[]
}): Promise<DynamoDBBatchResponse> => {
  const published = await publish(publishing(), event.Records)
  const { failedFrom } = published
  log({
    listener: 'publish',
    ...(failedFrom !== undefined && { level: 'error' }),
    ...published,
  })
  if (published.unreadable > 0) {
    log({ level: 'warn', event: 'events_unreadable', count: published.unreadable, ...reported() })
  }
  return { batchItemFailures: failedFrom === undefined ? [] : [{ itemIdentifier: failedFrom }] }
}
