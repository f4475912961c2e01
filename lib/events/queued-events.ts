import * as v from 'valibot'
import type { QueuedEvent } from '../flows/jobs/deliver-webhooks.ts'

const messages = v.array(v.object({ messageId: v.string(), body: v.string() }))
const envelope = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ detail: v.looseObject({ id: v.string(), type: v.string(), occurredAt: v.string() }) }),
)

/** Reads the messages that EventBridge has put into a queue (SQS event of Lambda). Throws a `ValiError` for anything else. */
export const readQueuedEvents = (records: readonly unknown[]): readonly QueuedEvent[] =>
  v.parse(messages, records).map(({ messageId, body }) => {
    const read = v.safeParse(envelope, body)
    return { messageId, event: read.success ? read.output.detail : undefined }
  })
