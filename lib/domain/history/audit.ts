import type { Identity } from '../values/identity.ts'
import type { MemberId, SessionId } from '../values/ids.ts'

/** The types of events in a member's history. */
export const auditEventTypes = [
  'member.registered',
  'member.imported',
  'member.recovered',
  'member.changed',
  'member.deactivated',
  'member.reactivated',
  'member.merged',
  'member.withdrawn',
  'member.erased',
  'member.identified',
  'member.suspended',
  'member.unsuspended',
  'member.shown',
  'member.signed_out',
  'member.unreachable',
  'identity.signed_out',
  'identity.linked',
  'identity.unlinked',
  'passkey.added',
  'passkey.removed',
  'contact.verified',
  'contact.displaced',
  'contact.shared',
  'contact.failing',
  'contact.reached',
  'consent.changed',
] as const
export type AuditEventType = (typeof auditEventTypes)[number]

/**
 * An event in a member's history. It is only appended, in the transaction of the change, and contains only
 * ids.
 */
export interface AuditEvent {
  readonly id: string
  readonly type: AuditEventType
  readonly at: Date
  readonly identity?: Identity
  readonly sessionId?: SessionId
  /** The member who took over an unverified contact by verifying it. */
  readonly byMember?: MemberId
  /** The operator who made the change or viewed the member. */
  readonly operator?: string
  /** The parts that the member changed. Names of parts, never their values. */
  readonly changed?: readonly ChangedPart[]
  /** The source of an identity check, the line of an imported record, or why mail does not reach an address. */
  readonly source?: string
  /** Of a merge: the surviving member, or the member that was merged in. */
  readonly survivor?: MemberId
  readonly merged?: MemberId
}

/** An event as stored in a member's history. */
export interface RecordedEvent extends AuditEvent {
  readonly memberId: MemberId
  /** The member's id in the earlier system. */
  readonly externalId?: string
  /** The answers to terms that the event recorded. */
  readonly consents?: readonly { readonly tag: string; readonly version: string; readonly agreed: boolean }[]
}

/** The parts of a member that members can change themselves. */
export const changedParts = [
  'email',
  'phone',
  'password',
  'name',
  'nickname',
  'birth',
  'gender',
  'locale',
  'attributes',
  'passkeys',
] as const
export type ChangedPart = (typeof changedParts)[number]
