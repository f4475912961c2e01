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
