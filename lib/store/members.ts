import type { MemberId, SessionId } from '../domain/ids.ts'
import { isAlive } from '../domain/session.ts'
import type { MemberRecord, Members } from '../flows/ports/store.ts'
import type { Range } from './reads.ts'
import { linkedIdentityRow } from './rows/identity.ts'
import { memberRow } from './rows/member.ts'
import { kindOf, readRow } from './rows/row.ts'
import { sessionRow } from './rows/session.ts'
import { keys } from './schema.ts'
import type { TableAccess } from './table-access.ts'

/** Identities, the member itself and, as the last item, one session: neighbours in the partition. */
function recordRange(memberId: MemberId, sessionId: SessionId): Range {
  const { PK, SK } = keys.session(memberId, sessionId)
  return { partition: PK, from: 'IDENTITY#', to: SK }
}

function recordOf(items: readonly unknown[]): MemberRecord | undefined {
  const member = items.find((item) => kindOf(item) === memberRow.kind)
  if (member === undefined) return undefined
  const identities = items.filter((item) => kindOf(item) === linkedIdentityRow.kind)
  return {
    member: readRow(memberRow, member),
    identities: identities.map((item) => readRow(linkedIdentityRow, item)),
  }
}

/** Members in a table. */
export const membersIn = (table: TableAccess): Members => ({
  async findBySession(memberId, sessionId, now) {
    const items = await table.query(recordRange(memberId, sessionId))
    const record = recordOf(items)
    const last = items.at(-1)
    if (record?.member.status !== 'active' || kindOf(last) !== sessionRow.kind) return undefined
    // Older sessions of the same member sort before this one: the last item may be one of those.
    const session = readRow(sessionRow, last)
    return session.id === sessionId && isAlive(session, record.member, now) ? record : undefined
  },
})
