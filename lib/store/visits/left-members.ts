import type { AuditEvent } from '../../domain/history/audit.ts'
import { claimedValues } from '../../domain/leads/claimed.ts'
import { blockedValuesOfMember, rejoinBlockedUntil } from '../../domain/leaving/closing-policy.ts'
import type { Member } from '../../domain/member/member.ts'
import type { LeftMembers } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { freedClaimWrite } from '../rows/claim.ts'
import { eventWrite } from '../rows/member/history.ts'
import { rejoinBlockWrite } from '../rows/member/rejoin-block.ts'
import { sharedEntryWrites } from '../rows/member/shared.ts'
import { vacateMemberWrite } from '../rows/member/withdrawal.ts'
import type { TableAccess } from '../table/table-access.ts'

/** All writes that free what a member had who has left for good. */
export function vacatingWrites(member: Member, event: AuditEvent, hashes: KeyedHashes) {
  const now = event.at
  const blockedUntil = rejoinBlockedUntil(member, now)
  const blocks =
    blockedUntil === undefined
      ? []
      : blockedValuesOfMember(member).map((value) => rejoinBlockWrite(hashes, value, blockedUntil))
  return {
    member: vacateMemberWrite(member, now),
    event: eventWrite({ id: member.id }, event),
    ...Object.fromEntries(
      claimedValues(member).map(
        ({ of, value }, index) => [`freed:${index}`, freedClaimWrite(of, value, member.id)] as const,
      ),
    ),
    ...sharedEntryWrites(hashes, member, undefined),
    ...Object.fromEntries(blocks.map((write, index) => [`block:${index}`, write] as const)),
  }
}

/** Implements `LeftMembers` on a table. Throws `unavailable` as the table does. */
export const leftMembersIn = (table: TableAccess, hashes: KeyedHashes): LeftMembers => ({
  async vacate(member, event) {
    const { kind } = await table.transact(vacatingWrites(member, event, hashes))
    return kind === 'written' ? 'vacated' : 'conflict'
  },
})
