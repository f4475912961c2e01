import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge'
import type { PublicEvent } from '../domain/history/public-event.ts'
import type { Fate, Publishing } from '../flows/ports/publishing.ts'
import { eventSource } from './schemas.ts'

/** Made here, so that loading this room is what loads the SDK's client. */
export { EventBridgeClient } from '@aws-sdk/client-eventbridge'

/** One event as the bus takes it (pure). */
export const entryOf = (event: PublicEvent, busName: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: eventSource,
  DetailType: event.type,
  Time: new Date(event.occurredAt),
  Detail: JSON.stringify(event),
})

const fateOf = ({ EventId, ErrorCode = 'refused' }: PutEventsResultEntry): Fate =>
  EventId === undefined ? { kind: 'refused', code: ErrorCode } : { kind: 'taken' }

/** A bus of Amazon EventBridge. Putting rejects with the service's own error when it is down, slow or refuses. */
export const createBus = (
  client: Pick<EventBridgeClient, 'send'>,
  busName: string,
): Pick<Publishing, 'put'> => ({
  async put(events) {
    const Entries = events.map((event) => entryOf(event, busName))
    const answer = await client.send(new PutEventsCommand({ Entries }))
    return (answer.Entries ?? []).map(fateOf)
  },
})
