import type { DynamoDBBatchResponse } from 'aws-lambda'
import { noteMail } from '../lib/flows/jobs/courier/note-mail.ts'
import { deliverDue, deliverRecords } from '../lib/flows/jobs/courier.ts'
import { log } from '../lib/http/log/log.ts'
import { courierWorld } from '../lib/runtime/courier.ts'
import { noteStageHealth } from '../lib/runtime/health/note-health.ts'

interface CourierEvent {
  readonly Records?: readonly unknown[]
}

/**
 * Called by the table's stream with records of messages, and by a schedule without records. Lambda delivers the records
 * in `batchItemFailures` and all later ones again. A call by the schedule notes what works of the stage, also when the
 * courier itself does not start.
 */
export const handler = async (event: CourierEvent): Promise<DynamoDBBatchResponse> => {
  try {
    return await deliver(event)
  } finally {
    if (event.Records === undefined) await noteStageHealth()
  }
}

async function deliver({ Records }: CourierEvent): Promise<DynamoDBBatchResponse> {
  const world = await courierWorld()
  const delivered = Records ? await deliverRecords(world, Records) : await deliverDue(world)
  if (Records === undefined) await noteMail(world)
  const { unfinished, ...counts } = delivered
  log({ listener: 'courier', ...counts, unfinished: unfinished.length })
  return { batchItemFailures: unfinished.map((itemIdentifier) => ({ itemIdentifier })) }
}
