import { defined } from '../values/defined.ts'
import type { AuditEventType, ChangedPart, RecordedEvent } from './audit.ts'

/** The types of events published to the rest of the service. */
export const publicEventTypes = [
  'member.registered',
  'member.merged',
  'member.deactivated',
  'member.reactivated',
  'member.withdrawn',
  'member.erased',
  'member.changed',
  'member.identified',
  'member.suspended',
  'member.unsuspended',
  'member.unreachable',
  'identity.linked',
  'identity.unlinked',
  'consent.changed',
] as const
export type PublicEventType = (typeof publicEventTypes)[number]

/** Maps each type of history event to its published type; `internal` events are not published. */
const publishedTypes = {
  'member.registered': 'member.registered',
  'member.imported': 'internal',
  'member.recovered': 'internal',
  'member.changed': 'member.changed',
  'member.deactivated': 'member.deactivated',
  'member.reactivated': 'member.reactivated',
  'member.merged': 'member.merged',
  'member.withdrawn': 'member.withdrawn',
  'member.erased': 'member.erased',
  'member.identified': 'member.identified',
  'member.suspended': 'member.suspended',
  'member.unsuspended': 'member.unsuspended',
  'member.shown': 'internal',
  'member.signed_out': 'internal',
  'member.unreachable': 'member.unreachable',
  'identity.signed_out': 'internal',
  'identity.linked': 'identity.linked',
  'identity.unlinked': 'identity.unlinked',
  'contact.verified': 'internal',
  'contact.displaced': 'internal',
  'contact.shared': 'internal',
  'contact.failing': 'internal',
  'consent.changed': 'consent.changed',
} as const satisfies Readonly<Record<AuditEventType, PublicEventType | 'internal'>>

/** The published type of a history event, or `internal`. */
export const publicTypeOf = (type: AuditEventType): PublicEventType | 'internal' => publishedTypes[type]

/**
 * The published form of an event: ids only, no address, number or name. A changed type or meaning of a field
 * needs a new version; an additional field does not.
 */
export interface PublicEvent {
  readonly version: 1
  readonly type: PublicEventType
  /** The id of the event, not of the message, so a consumer recognises repeats. */
  readonly id: string
  /** RFC 3339. */
  readonly occurredAt: string
  /** Events of one member have increasing sequences, compared as text. */
  readonly sequence: string
  readonly memberId: string
  readonly externalId?: string
  /** Of a merge, published for both members: the surviving member, or the member that was merged in. */
  readonly survivor?: string
  readonly merged?: string
  readonly identity?: { readonly provider: string; readonly subject: string }
  readonly consents?: readonly { readonly tag: string; readonly version: string; readonly agreed: boolean }[]
  /** The parts of the member that changed. Names of parts, never their values. */
  readonly parts?: readonly ChangedPart[]
}

/** The maximum number of digits in a stream's SequenceNumber (DynamoDB Streams API). */
const sequenceDigits = 40

/** Builds the published form of a recorded event; undefined for an internal event. */
export function publicEventOf(recorded: RecordedEvent, sequence: string): PublicEvent | undefined {
  const type = publicTypeOf(recorded.type)
  if (type === 'internal') return undefined
  const { id, at, memberId, externalId, survivor, merged, identity, consents, changed } = recorded
  return {
    version: 1,
    type,
    id,
    occurredAt: at.toISOString(),
    sequence: sequence.padStart(sequenceDigits, '0'),
    memberId,
    ...defined({
      externalId,
      survivor,
      merged,
      identity: identity && { provider: identity.provider, subject: identity.subject },
      consents,
      parts: changed,
    }),
  }
}
