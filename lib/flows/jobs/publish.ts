import { type PublicEvent, publicEventOf } from '../../domain/history/public-event.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Publishing, StreamChange } from '../ports/publishing.ts'
import { putInOrder } from './put-in-order.ts'

/** The result of publishing one batch of the stream. */
export interface Published {
  readonly records: number
  /** The number of events that the bus accepted. */
  readonly published: number
  /** The number of events that nobody can read. They are skipped, so that they hold up no other. */
  readonly unreadable: number
  /** The reason of a stop: the bus's code. */
  readonly stoppedBy?: string
  /** The first record to deliver again. All later ones are delivered again too. */
  readonly failedFrom?: string
}

interface StreamEvent {
  readonly sequence: string
  readonly event: PublicEvent
}

/**
 * Publishes events, at least once and in order per member. The stream delivers what was not accepted again, with the same
 * event ids. An event that nobody can read is skipped and counted; it stays in the history. Gives the counts, and the
 * record to resume from; never throws for the bus.
 */
export async function publish(publishing: Publishing, records: readonly unknown[]): Promise<Published> {
  const changes = publishing.readChanges(records)
  const unreadable = changes.filter(({ recorded }) => recorded === undefined).length
  const events = changes.flatMap(streamEventsOf)
  const { published, stoppedBy } = await putInOrder(
    publishing,
    events.map(({ event }) => event),
  )
  const counts = { records: records.length, published: published.length, unreadable }
  if (stoppedBy === undefined) return counts
  // Events behind the first refused one of a call may be accepted: they come twice.
  const failed = events.find(({ event }) => !published.includes(event))
  return { ...counts, stoppedBy, ...defined({ failedFrom: failed?.sequence }) }
}

function streamEventsOf({ sequence, recorded }: StreamChange): readonly StreamEvent[] {
  const event = recorded && publicEventOf(recorded)
  return event === undefined ? [] : [{ sequence, event }]
}
