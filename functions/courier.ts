import type { DynamoDBBatchResponse } from 'aws-lambda'
import { noteMail } from '../lib/flows/jobs/courier/note-mail.ts'
import { deliverDue, deliverRecords } from '../lib/flows/jobs/courier.ts'
import { log } from '../lib/http/log/log.ts'
import { courierWorld } from '../lib/runtime/courier.ts'

/**
 * Called by the table's stream with records of messages, and by a schedule without records. Lambda delivers the records
 * in `batchItemFailures` and all later ones again.
 */
export const handler = async (event: {
  readonly Records?: readonly unknown[]
}): Promise<DynamoDBBatchResponse> => {
  const world = await courierWorld()
  const delivered = event.Records ? await deliverRecords(world, event.Records) : await deliverDue(world)
  if (event.Records === undefined) await noteMail(world)
  const { unfinished, ...counts } = delivered
  log({ listener: 'courier', ...counts, unfinished: unfinished.length })
  return { batchItemFailures: unfinished.map((itemIdentifier) => ({ itemIdentifier })) }
}
