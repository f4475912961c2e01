import type { Identity } from '../values/identity.ts'
import type { MemberId, SessionId } from '../values/ids.ts'

/** What can happen to a member. */
export type AuditEventType =
  | 'member.registered'
  | 'member.imported'
  | 'member.recovered'
  | 'member.changed'
  | 'member.deactivated'
  | 'member.reactivated'
  | 'member.merged'
  | 'member.withdrawn'
  | 'member.erased'
  | 'member.identified'
  | 'member.suspended'
  | 'member.unsuspended'
  | 'member.shown'
  | 'identity.linked'
  | 'identity.unlinked'
  | 'contact.verified'
  | 'contact.displaced'
  | 'contact.shared'
  | 'consent.changed'

/** What happened to a member; only ever appended, in the same transaction as the change. Ids only. */
export interface AuditEvent {
  readonly id: string
  readonly type: AuditEventType
  readonly at: Date
  readonly identity?: Identity
  readonly sessionId?: SessionId
  /** Who took an unverified contact by verifying it. */
  readonly byMember?: MemberId
  /** Who of the operators did it, or looked. */
  readonly operator?: string
  /** What the member changed about itself; the names of the parts, never their values. */
  readonly changed?: readonly ChangedPart[]
  /** Of a check of who somebody is: who checked. */
  readonly source?: string
  /** Of a merge: the member that this one went into, or the one that came in. */
  readonly survivor?: MemberId
  readonly merged?: MemberId
}

/** What happened, as it stands in a member's history. */
export interface RecordedEvent extends AuditEvent {
  readonly memberId: MemberId
  /** What the member was called in the system before this one. */
  readonly externalId?: string
  /** The answers to terms that were given with it. */
  readonly consents?: readonly { readonly tag: string; readonly version: string; readonly agreed: boolean }[]
}

/** What members change about themselves. */
export const changedParts = ['email', 'phone', 'password', 'name', 'birth', 'locale', 'attributes'] as const
export type ChangedPart = (typeof changedParts)[number]
