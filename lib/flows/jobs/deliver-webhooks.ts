/** One event for the webhook. */
export interface WebhookPost {
  /** The id of the event, which stays the same for every attempt, and when the event is told again. */
  readonly id: string
  readonly body: string
}

/** What the receiver made of it, with a status or the name of a fault. */
export type PostResult = { readonly kind: 'delivered' } | { readonly kind: 'refused'; readonly why: string }

/** An event of the bus in a queue. */
export interface QueuedEvent {
  /** The name of the message in the queue. */
  readonly messageId: string
  /** Undefined for a message that holds no event of ours. */
  readonly event: PostedEvent | undefined
}

/** What is posted of an event. */
interface PostedEvent {
  readonly id: string
  readonly type: string
  readonly occurredAt: string
}

/** The ports of the deliveries. */
export interface WebhookDeliveries {
  /** Reads the messages of the queue. Throws for anything that is none. */
  readQueued(records: readonly unknown[]): readonly QueuedEvent[]
  post(post: WebhookPost): Promise<PostResult>
  /** Tells the operators of one attempt that failed. */
  report(failed: { readonly id: string; readonly type: string; readonly why: string }): void
}

/** The result of one batch. */
export interface DeliveredEvents {
  readonly delivered: number
  /** The messages that come again. */
  readonly failed: readonly string[]
}

/**
 * Posts events to another service, in the form that Standard Webhooks recommends: `type`, `timestamp` and `data`, which is
 * the event itself. The events of a batch are independent, so one that is refused holds up no other; the queue gives it
 * again, and leaves it to the operators in the end. Never throws for the receiver.
 */
export async function deliverWebhooks(
  deliveries: WebhookDeliveries,
  records: readonly unknown[],
): Promise<DeliveredEvents> {
  const queued = deliveries.readQueued(records)
  const results = await Promise.all(
    queued.map(async (one) => ({ one, result: await deliver(deliveries, one) })),
  )
  const failed = results.flatMap(({ one, result }) => (result.kind === 'delivered' ? [] : [one.messageId]))
  return { delivered: results.length - failed.length, failed }
}

async function deliver(
  deliveries: WebhookDeliveries,
  { event, messageId }: QueuedEvent,
): Promise<PostResult> {
  if (event === undefined) {
    deliveries.report({ id: messageId, type: 'unknown', why: 'unreadable' })
    return { kind: 'refused', why: 'unreadable' }
  }
  const { id, type, occurredAt } = event
  const result = await deliveries.post({
    id,
    body: JSON.stringify({ type, timestamp: occurredAt, data: event }),
  })
  if (result.kind === 'refused') deliveries.report({ id, type, why: result.why })
  return result
}
