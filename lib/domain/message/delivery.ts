import { after, lifetimes } from '../values/lifetimes.ts'
import { type MessageKind, messageKinds, type NewMessage } from './message.ts'

/** Why a message was not sent, and nothing is wrong. */
export type DropReason = 'expired' | 'repeated' | 'opens_nothing' | 'over_budget'

/** A message that waits to be sent. */
export interface PendingMessage extends NewMessage {
  readonly state: 'pending'
  /** How often the courier tried to send the message. */
  readonly attempts: number
  /** A courier is sending the message, and nobody else may until then. */
  readonly leasedUntil?: Date
  /** When the next attempt is due, after a failed one. */
  readonly dueAt?: Date
}

/**
 * A message that the courier is done with. Address and content are gone, but of a failed message that an operator may
 * send again.
 */
export interface EndedMessage extends Pick<NewMessage, 'id' | 'queue' | 'of' | 'topic'> {
  readonly state: 'sent' | 'dropped' | 'failed'
  readonly endedAt: Date
  readonly why?: string
}

export type StoredMessage = PendingMessage | EndedMessage

/** What to do with a pending message now. */
export type DeliveryStep =
  | { readonly kind: 'send' }
  /** Too early, for this message and for the later ones of its queue. */
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'drop'; readonly why: 'expired' | 'repeated' }
  /** The attempts failed until the message was worth nothing. */
  | { readonly kind: 'give_up' }

/** How long a failed message may be sent again. A code is worth nothing by then, so its address does not stay. */
export const keptUntil = (of: MessageKind, failedAt: Date): Date | undefined =>
  of === 'code' ? undefined : after(failedAt, lifetimes.failedMessage)

/** When a message is worth nothing any more. */
const endOf = ({ of, createdAt }: Pick<PendingMessage, 'of' | 'createdAt'>): Date =>
  after(createdAt, messageKinds[of].lifetimeSeconds)

/** Whether a queue's earlier notice says the same, and was sent a short time ago. */
const repeats = ({ topic }: PendingMessage, queue: readonly StoredMessage[], now: Date): boolean =>
  topic !== undefined &&
  queue.some(
    (other) =>
      other.state === 'sent' && other.topic === topic && now < after(other.endedAt, lifetimes.repeatedNotice),
  )

/** Decides about one pending message, given all messages of its queue (pure). */
export function deliveryStep(
  message: PendingMessage,
  queue: readonly StoredMessage[],
  now: Date,
): DeliveryStep {
  const { attempts, leasedUntil, dueAt } = message
  if (leasedUntil !== undefined && now < leasedUntil) return { kind: 'wait', until: leasedUntil }
  if (now >= endOf(message)) {
    return attempts === 0 ? { kind: 'drop', why: 'expired' } : { kind: 'give_up' }
  }
  if (dueAt !== undefined && now < dueAt) return { kind: 'wait', until: dueAt }
  return repeats(message, queue, now) ? { kind: 'drop', why: 'repeated' } : { kind: 'send' }
}

const firstPauseSeconds = 30
const longestPauseSeconds = 3600

/**
 * When a message is tried again after its attempt number `attempts` failed: after 30 seconds, then twice as long each
 * time, up to an hour. When its life ends before, it is given up then.
 */
export function nextAttempt(
  message: Pick<PendingMessage, 'of' | 'createdAt'>,
  attempts: number,
  now: Date,
): Date {
  const next = after(now, Math.min(firstPauseSeconds * 2 ** (attempts - 1), longestPauseSeconds))
  const end = endOf(message)
  return next < end ? next : end
}
