import type { Member } from '../../../lib/domain/member/member.ts'
import { memberRow } from '../../../lib/store/rows/member/member.ts'
import { kindOf, readRow } from '../../../lib/store/rows/row.ts'
import type { TableItem } from '../../../lib/store/table/expressions.ts'
import type { Table } from './play.ts'

/** A member as the table has it, with the password's hash. */
export interface Stored {
  readonly member: Member
  readonly passwordHash: unknown
}

/** The items of a kind. */
export const ofKind = (table: Table, kind: string): readonly TableItem[] =>
  table.world.table.items().filter((item) => kindOf(item) === kind)

/** Every member. */
export const membersIn = (table: Table): readonly Stored[] =>
  ofKind(table, memberRow.kind).map((item) => ({
    member: readRow(memberRow, item),
    passwordHash: item['passwordHash'],
  }))
