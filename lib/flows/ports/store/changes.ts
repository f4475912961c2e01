import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { MemberChange } from '../../../domain/member/member-change.ts'
import type { ContactRelease } from '../../../domain/sign-up/contact-takeover.ts'
import type { SessionId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'

/** The writes of a member's own change, in one transaction. */
export interface Changing extends MemberChange {
  readonly sessionId: SessionId
  /** The hash of a new password. */
  readonly passwordHash?: string
  /** The proof of a new contact. The change consumes it. */
  readonly proof?: ProvenAddress
  /** The member who has the new contact and releases it. */
  readonly release?: ContactRelease
  readonly event: AuditEvent
}

export interface Changes {
  /**
   * Changes a member that still has the version as read, by a live session. A new contact is claimed, if
   * necessary from the releasing member, whose history records it; the previous contact's claim is freed. If
   * the change ends other sessions, only this one stays. `moved`: the member or the releasing member changed,
   * or another member has the contact, so decide again.
   */
  apply(changing: Changing, now: Date): Promise<'changed' | 'used' | 'moved' | 'session_ended'>
}
