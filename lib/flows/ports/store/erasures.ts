import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { BlockedValue } from '../../../domain/leaving/closing-policy.ts'
import type { Member } from '../../../domain/member/member.ts'
import type { MemberId } from '../../../domain/values/ids.ts'

/** Members whose grace period is over. */
export interface Erasures {
  /** Who is to be erased, the longest overdue first (an index read: it may be behind). */
  list(now: Date, limit: number): Promise<readonly MemberId[]>
  /**
   * Erases what is left of a member, in transactions that can each be repeated, and a bounded number of them.
   * `letGo` is called with the member, when it cannot be restored any more; where it says `not_yet`, the member
   * itself stays for the next time, and nothing but that. It may be called more than once.
   * `more`: there is something left for the next time. `left_alone`: restored, or somebody else is at it.
   */
  erase(
    memberId: MemberId,
    event: AuditEvent,
    now: Date,
    letGo?: (member: Member) => Promise<'let_go' | 'not_yet'>,
  ): Promise<'erased' | 'more' | 'left_alone'>
}

/** What keeps a person who left from joining again, when nothing else is left of the account. */
export interface RejoinBlocks {
  /** The latest date until which one of these values is barred; undefined when none is. One read. */
  until(values: readonly BlockedValue[], now: Date): Promise<Date | undefined>
}
