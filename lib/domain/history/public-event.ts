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
  'passkey.added': 'member.changed',
  'passkey.removed': 'member.changed',
  'contact.verified': 'internal',
  'contact.displaced': 'internal',
  'contact.shared': 'internal',
  'contact.failing': 'internal',
  'contact.reached': 'internal',
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
  /** Events of one member have increasing sequences, compared as text. A repeated event has the same one. */
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

/** The decimal digits that any id has room in: 2^128 has 39. */
const sequenceDigits = 40

/**
 * The id as a number of 40 digits. Ids are UUIDv7 (RFC 9562, section 5.7), so a later event of a member has a larger one,
 * whoever tells it and whenever. Release 0.1.0 gave the place in the table's stream, which has fewer digits: any number of
 * today is larger.
 */
const sequenceOf = (id: string): string =>
  BigInt(`0x0${id.replaceAll(/[^0-9a-f]/g, '')}`)
    .toString()
    .padStart(sequenceDigits, '0')

/** What an event of a type cannot be told without, beside its member. */
const essentials: Partial<Readonly<Record<PublicEventType, 'identity' | 'consents'>>> = {
  'identity.linked': 'identity',
  'identity.unlinked': 'identity',
  'consent.changed': 'consents',
}

/** Whether an event still has all that it was told with. The erasure of a member takes it away. */
export function isWhole(event: PublicEvent): boolean {
  const essential = essentials[event.type]
  return essential === undefined || event[essential] !== undefined
}

/** Builds the published form of a recorded event; undefined for an internal event. */
export function publicEventOf(recorded: RecordedEvent): PublicEvent | undefined {
  const type = publicTypeOf(recorded.type)
  if (type === 'internal') return undefined
  const { id, at, memberId, externalId, survivor, merged, identity, consents, changed } = recorded
  return {
    version: 1,
    type,
    id,
    occurredAt: at.toISOString(),
    sequence: sequenceOf(id),
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
