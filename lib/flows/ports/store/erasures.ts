import type { AuditEvent } from '../../../domain/history/audit.ts'
import type { BlockedValue } from '../../../domain/leaving/closing-policy.ts'
import type { Member } from '../../../domain/member/member.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { DuePage } from './claims.ts'

/** Members whose grace period is over. */
export interface Erasures {
  /** The members to erase, page by page, longest overdue first. An index read, so it may be stale. */
  pages(now: Date): AsyncIterable<DuePage<MemberId>>
  /**
   * Erases what is left of a member, in a bounded number of repeatable transactions. Calls `discardUploads`
   * with the member once a restore is impossible, possibly more than once; after `not_yet`, only the member's
   * own item stays for the next run. `more`: the next run must continue. `left_alone`: the member was
   * restored, or another run is erasing it.
   */
  erase(
    memberId: MemberId,
    event: AuditEvent,
    now: Date,
    discardUploads?: (member: Member) => Promise<'discarded' | 'not_yet'>,
  ): Promise<'erased' | 'more' | 'left_alone'>
}

/** Members whose grace period is over, and who are not erased yet. */
export interface LeftMembers {
  /**
   * Frees the contacts, the CI, the DI and the login ID of a member who has left for good, and leaves the rejoin blocks of the
   * erasure in their place. `conflict`: the member has changed, or is erased.
   */
  vacate(member: Member, event: AuditEvent): Promise<'vacated' | 'conflict'>
}

/** Blocks that keep a person who left from joining again. They outlive the account. */
export interface RejoinBlocks {
  /** The latest end of a block on one of these values; undefined if there is none. One read. */
  until(values: readonly BlockedValue[], now: Date): Promise<Date | undefined>
}
