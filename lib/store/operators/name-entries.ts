import type { NameEntries } from '../../flows/ports/store/operators/name-entries.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { memberRow } from '../rows/member/member.ts'
import { isAt } from '../rows/member/member-changes.ts'
import { entryAgainWrite } from '../rows/member/name.ts'
import { readRow } from '../rows/row.ts'
import { checkThat } from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/** Implements `NameEntries` on a table. Throws `unavailable` as the table does. */
export const nameEntriesIn = (table: TableAccess, hashes: KeyedHashes): NameEntries => ({
  async add(id, index) {
    const item = await table.get(keys.member(id))
    const member = item === undefined ? undefined : readRow(memberRow, item)
    const entry = member && entryAgainWrite(hashes, member, index)
    if (member === undefined || entry === undefined) return 'nameless'
    const check = checkThat(keys.member(id), isAt(member.version))
    return (await table.transact({ member: check, entry })).kind === 'written' ? 'added' : 'conflict'
  },
})
