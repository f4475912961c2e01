import type { AuditEventType, RecordedEvent } from './audit.ts'

/** What the rest of the service is told of. */
export const publicEventTypes = [
  'member.registered',
  'member.merged',
  'member.deactivated',
  'member.reactivated',
  'member.withdrawn',
  'identity.linked',
  'identity.unlinked',
  'consent.changed',
] as const
export type PublicEventType = (typeof publicEventTypes)[number]

/** What becomes of each thing that can happen to a member: an event for the rest of the service, or nobody's business. */
const toldAs = {
  'member.registered': 'member.registered',
  'member.imported': 'internal',
  'member.recovered': 'internal',
  'member.changed': 'internal',
  'member.deactivated': 'member.deactivated',
  'member.reactivated': 'member.reactivated',
  'member.merged': 'member.merged',
  'member.withdrawn': 'member.withdrawn',
  'member.erased': 'internal',
  'member.identified': 'internal',
  'member.suspended': 'internal',
  'member.unsuspended': 'internal',
  'member.shown': 'internal',
  'identity.linked': 'identity.linked',
  'identity.unlinked': 'identity.unlinked',
  'contact.verified': 'internal',
  'contact.displaced': 'internal',
  'contact.shared': 'internal',
  'consent.changed': 'consent.changed',
} as const satisfies Readonly<Record<AuditEventType, PublicEventType | 'internal'>>

/** As what the rest of the service hears of it, if it does. */
export const publicTypeOf = (type: AuditEventType): PublicEventType | 'internal' => toldAs[type]

/**
 * What the rest of the service is told: ids only, no address, number or name. One type in the place of another
 * event is a new version; a field more is not.
 */
export interface PublicEvent {
  readonly version: 1
  readonly type: PublicEventType
  /** Of what happened, not of the message: who sees it twice has heard of it before. */
  readonly id: string
  /** RFC 3339. */
  readonly occurredAt: string
  /** Later events of one member have a greater one; compared as text. */
  readonly sequence: string
  readonly memberId: string
  readonly externalId?: string
  /** Of a merge, which both members tell of: into whom this one went, or who came into this one. */
  readonly survivor?: string
  readonly merged?: string
  readonly identity?: { readonly provider: string; readonly subject: string }
  readonly consents?: readonly { readonly tag: string; readonly version: string; readonly agreed: boolean }[]
}

/** The most digits that a place in the table's stream has (SequenceNumber, DynamoDB Streams). */
const sequenceDigits = 40

/** Turns what happened into what is told of it; nothing for what is nobody's business. */
export function publicEventOf(recorded: RecordedEvent, sequence: string): PublicEvent | undefined {
  const type = publicTypeOf(recorded.type)
  if (type === 'internal') return undefined
  const { id, at, memberId, externalId, survivor, merged, identity, consents } = recorded
  return {
    version: 1,
    type,
    id,
    occurredAt: at.toISOString(),
    sequence: sequence.padStart(sequenceDigits, '0'),
    memberId,
    ...(externalId !== undefined && { externalId }),
    ...(survivor !== undefined && { survivor }),
    ...(merged !== undefined && { merged }),
    ...(identity && { identity: { provider: identity.provider, subject: identity.subject } }),
    ...(consents && { consents }),
  }
}
