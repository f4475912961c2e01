import type { RecordedEvent } from '../../../../domain/history/audit.ts'
import type { MessageName } from '../../messages.ts'

/** What happened to members, to be told again. */
export interface RecordedEvents {
  /** The events since a moment, page by page, in order for each member. Undefined for one that nobody can read. */
  pages(since: Date): AsyncIterable<readonly (RecordedEvent | undefined)[]>
}

/** The failed messages, to be sent again. */
export interface FailedMessages {
  /** Those whose content is still there, page by page, longest failed first. Eventually consistent. */
  pages(now: Date): AsyncIterable<readonly MessageName[]>
  /** Makes a failed message due now, with a new life. Gives false for one that is not there any more. */
  redrive(message: MessageName, now: Date): Promise<boolean>
}
