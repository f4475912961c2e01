import type { EndedMessage, StoredMessage } from '../../domain/message/delivery.ts'
import type { Envelope, MessageContent, SealedMessage } from '../../domain/message/message.ts'

/** Seals what is to be said, and to whom, into the row of its message. */
export interface MessageSealing {
  seal(envelope: Envelope, content: MessageContent): SealedMessage
  /** Undefined for a message of another row, or of a dropped key. */
  open(envelope: Envelope, sealed: SealedMessage): MessageContent | undefined
}

/** The codes of verifications. They are derived, and stored nowhere. */
export interface VerificationCodes {
  /** The id of the key for new codes. */
  keyId(): string
  /** The six digits of a verification; undefined if the key was dropped. */
  derive(id: string, keyId: string): string | undefined
}

/** What names a message. */
export type MessageName = Pick<Envelope, 'id' | 'queue'>

/** A row that is no message, or that this version cannot read. */
export interface UnreadableMessage extends MessageName {
  readonly state: 'unreadable'
}

/** The messages that transactions left, for the courier. */
export interface StoredMessages {
  /** The messages of a queue in the order of sending, with those of the last day that ended. Consistent. */
  queue(queue: string): Promise<readonly (StoredMessage | UnreadableMessage)[]>
  /** The queues with a message that is due, page by page, longest overdue first. Eventually consistent. */
  due(now: Date): AsyncIterable<readonly string[]>
  /** Reserves a pending message until `until`, and counts the attempt. */
  lease(message: MessageName, until: Date, now: Date): Promise<'leased' | 'lost'>
  /** Makes a pending message due at `at`. A message that ended meanwhile stays as it is. */
  schedule(message: MessageName, at: Date): Promise<void>
  /** Gives up the lease after a failed attempt, and makes the message due at `at`. */
  retry(message: MessageName, lease: Date, at: Date): Promise<void>
  /** Ends a message. One that ended meanwhile stays as it is. */
  end(message: MessageName, end: MessageEnd): Promise<void>
}

/** How a message ended. */
export interface MessageEnd extends Pick<EndedMessage, 'state' | 'endedAt' | 'why'> {
  /** Until when content and address of a failed message stay. Absent: they are removed at once. */
  readonly keptUntil?: Date
}
