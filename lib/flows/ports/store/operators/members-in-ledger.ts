import type { Member } from '../../../../domain/member/member.ts'
import type { MemberId } from '../../../../domain/values/ids.ts'

/** The members that were erased, for a table that was restored from an earlier time. */
export interface MembersInLedger {
  /** The ids in the ledger, page by page. */
  pages(): AsyncIterable<readonly MemberId[]>
  /**
   * Lets the erasure of a closed account begin now, whatever was left of its grace period. `erased`: nothing is left to
   * erase. `conflict`: the member changed meanwhile.
   */
  hasten(member: Pick<Member, 'id' | 'version'>, now: Date): Promise<'hastened' | 'erased' | 'conflict'>
}
