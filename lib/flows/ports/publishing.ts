import type { RecordedEvent } from '../../domain/history/audit.ts'
import type { PublicEvent } from '../../domain/history/public-event.ts'

/** A change from the table's stream. */
export interface StreamChange {
  /** The position in the stream. Changes of one member arrive in this order. */
  readonly sequence: string
  /** Undefined for an unreadable event: a bug, or an event of a newer version. */
  readonly recorded: RecordedEvent | undefined
}

/** The fate of an event: accepted by the bus, or refused with the bus's code. */
export type PutResult = { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly code: string }

/** The ports for publishing events. */
export interface Publishing {
  /** Reads the stream's records in order. Throws for anything that is not a stream record. */
  readChanges(records: readonly unknown[]): readonly StreamChange[]
  /** Puts up to ten events on the bus, and gives the fate of each. Throws if the bus does not respond. */
  put(events: readonly PublicEvent[]): Promise<readonly PutResult[]>
}
