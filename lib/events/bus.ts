import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge'
import type { PublicEvent } from '../domain/history/public-event.ts'
import type { Publishing, PutResult } from '../flows/ports/publishing.ts'
import { eventSource } from './event-source.ts'

/** Re-exported, so that importing this file loads the SDK's client. */
export { EventBridgeClient } from '@aws-sdk/client-eventbridge'

/** An event as an entry of EventBridge (`PutEvents` API). Pure. */
const busEntryOf = (event: PublicEvent, busName: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: eventSource,
  DetailType: event.type,
  Time: new Date(event.occurredAt),
  Detail: JSON.stringify(event),
})

const putResultOf = ({ EventId, ErrorCode = 'refused' }: PutEventsResultEntry): PutResult =>
  EventId === undefined ? { kind: 'refused', code: ErrorCode } : { kind: 'taken' }

/**
 * Publishing to an Amazon EventBridge bus. `put` gives the fate of each event, and rejects with the SDK's
 * error if the service is down, slow or refuses.
 */
export const createBus = (
  client: Pick<EventBridgeClient, 'send'>,
  busName: string,
): Pick<Publishing, 'put'> => ({
  async put(events) {
    const Entries = events.map((event) => busEntryOf(event, busName))
    const response = await client.send(new PutEventsCommand({ Entries }))
    return (response.Entries ?? []).map(putResultOf)
  },
})
