import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { ContactRelease } from '../../../domain/leads/release.ts'
import type { Session } from '../../../domain/member/member.ts'
import type { MemberChange } from '../../../domain/member/member-change.ts'
import type { NewMessage } from '../../../domain/message/message.ts'
import type { SessionId } from '../../../domain/values/ids.ts'
import type { ProvenAddress } from '../../../domain/values/verification.ts'
import type { ContactShare } from './members.ts'

/** The writes of a member's own change, in one transaction. */
export interface Changing extends MemberChange {
  readonly sessionId: SessionId
  /** The acting session as it was read with the member. Absent: it is read. */
  readonly session?: Session
  /** The hash of a new password. */
  readonly passwordHash?: string
  /** The proof of a new contact. The change consumes it. */
  readonly proof?: ProvenAddress
  /** The members who have the new contact and release it. */
  readonly releases: readonly ContactRelease[]
  /** The new contact, if the member shares it with others, as read when that was decided. */
  readonly share?: ContactShare
  readonly event: AuditEvent
  /** The notices to the member, and to those who release the contact. */
  readonly messages: readonly NewMessage[]
}

export interface Changes {
  /**
   * Changes a member that still has the version as read, by a live session. A new contact is claimed, if
   * necessary from the releasing member, whose history records it; the previous contact's claim is freed. If
   * the change ends other sessions, only this one stays. `conflict`: the member or the releasing member changed,
   * or another member has the contact, so decide again.
   */
  apply(changing: Changing, now: Date): Promise<'changed' | 'used' | 'conflict' | 'session_ended'>
}
