import type { Channel } from '../../domain/message/message.ts'
import type { HealthNotes } from './health/health-notes.ts'
import type { Hooked } from './hooks.ts'
import type { Mails } from './mail.ts'
import type { MessageSealing, StoredMessages } from './messages.ts'
import type { Texts } from './sms.ts'

import type { World } from './world.ts'

/** A record of the table's stream about a message. */
export interface MessageRecord {
  /** The position in the stream. */
  readonly sequence: string
  readonly queue: string
}

/** A message that will not be sent. It names the row, and never an address. */
export interface FailedMessage {
  readonly key: string
  readonly kind: string
  readonly why: string
}

/** Everything that the courier can reach. No other function can send. */
export interface CourierWorld
  extends Pick<World, 'stage' | 'clock' | 'tokens' | 'members' | 'limits' | 'report'>,
    Hooked<'messages'> {
  readonly mails: Mails
  readonly texts: Texts
  readonly messageSealing: MessageSealing
  readonly storedMessages: StoredMessages
  /** Whether SES lets the stage's sender send. Throws the error of SES. */
  isSenderVerified(): Promise<boolean>
  readonly healthNotes: Pick<HealthNotes, 'note'>
  /** Reads the stream's records in order. Throws for anything that is not a stream record. */
  readRecords(records: readonly unknown[]): readonly MessageRecord[]
  /** Waits until the rate of a channel allows another message. */
  pace(channel: Channel): Promise<void>
  /** Puts a message into the queue of failures, for an operator. */
  setAside(failed: FailedMessage): Promise<void>
}
