import type { Deactivations } from '../flows/ports/store.ts'
import {
  deactivateMemberWrite,
  inviteMemberWrite,
  reactivateMemberWrite,
  returningRow,
} from './rows/member/deactivation.ts'
import { eventWrite } from './rows/member/history.ts'
import { messageWrites } from './rows/message.ts'
import { ownerOf } from './rows/owner.ts'
import { readRow } from './rows/row.ts'
import { sessionAliveCheck } from './rows/session/session.ts'
import { findAliveSession } from './sessions/live-session.ts'
import { keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'
import { recoveryWrites } from './transactions/recovery-writes.ts'

/**
 * Implements `Deactivations` on a table: members pause and return. Every method throws `unavailable` as the
 * table does.
 */
export const deactivationsIn = (table: TableAccess): Deactivations => ({
  async begin(deactivation, now) {
    const session = await findAliveSession(table, deactivation, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact({
      session: sessionAliveCheck(session, now),
      member: deactivateMemberWrite(deactivation, session),
      event: eventWrite(ownerOf(session), deactivation.event),
    })
    if (result.kind === 'written') return 'deactivated'
    return result.refusals.session === undefined ? 'conflict' : 'session_ended'
  },

  async find(memberId) {
    const item = await table.get(keys.member(memberId))
    return item === undefined ? undefined : readRow(returningRow, item)
  },

  async invite(inviting) {
    const member = inviteMemberWrite(inviting)
    const messages = messageWrites(inviting.messages)
    // A token in the response has no message, and one update costs half a transaction.
    const { kind } =
      inviting.messages.length === 0
        ? await table.update(member)
        : await table.transact({ member, ...messages })
    return kind === 'written' ? 'invited' : 'conflict'
  },

  async end(reactivation) {
    const { member, event, recovers, messages } = reactivation
    const { kind } = await table.transact({
      member: reactivateMemberWrite(reactivation),
      event: eventWrite(member, event),
      ...(recovers && recoveryWrites(recovers, member)),
      ...messageWrites(messages),
    })
    return kind === 'written' ? 'reactivated' : 'conflict'
  },
})
