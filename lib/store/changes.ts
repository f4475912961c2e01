import type { Changes } from '../flows/ports/store.ts'
import type { NameSearch } from './rows/member/name.ts'
import { findAliveSession } from './sessions/live-session.ts'
import type { TableAccess } from './table/table-access.ts'
import { changeWrites } from './transactions/change-writes.ts'

/** Implements `Changes` on a table: members change themselves. Throws `unavailable` as the table does. */
export const changesIn = (table: TableAccess, names: NameSearch): Changes => ({
  async apply(changing, now) {
    const { before, sessionId } = changing
    const session =
      changing.session ?? (await findAliveSession(table, { memberId: before.id, sessionId }, now))
    if (session === undefined) return 'session_ended'
    const result = await table.transact(changeWrites(changing, names, session, now))
    if (result.kind === 'written') return 'changed'
    const { proof, session: ended } = result.refusals
    if (proof !== undefined) return 'used'
    return ended === undefined ? 'conflict' : 'session_ended'
  },
})
