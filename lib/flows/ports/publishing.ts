import type { RecordedEvent } from '../../domain/history/audit.ts'
import type { PublicEvent } from '../../domain/history/public-event.ts'

/** Something that happened, as the table's stream tells of it. */
export interface Change {
  /** Where it stands in the stream; changes of one member come in this order. */
  readonly sequence: string
  /** Undefined where it cannot be read: a bug, or written by a newer version of ours. */
  readonly recorded: RecordedEvent | undefined
}

/** What became of an event: the bus took it, or gave this code of its own for not doing so. */
export type Fate = { readonly kind: 'taken' } | { readonly kind: 'refused'; readonly code: string }

/** What telling the rest of the service needs. */
export interface Publishing {
  /** Reads records of the stream, in the order of the stream. Throws when they are no such records. */
  readChanges(records: readonly unknown[]): readonly Change[]
  /** Puts up to ten events on the bus, and says of each what became of it. Throws when the bus does not answer. */
  put(events: readonly PublicEvent[]): Promise<readonly Fate[]>
}
