import type { Member } from '../domain/member/member.ts'
import type { MemberId } from '../domain/values/ids.ts'
import { eventRow } from './rows/member/history.ts'
import { memberRow } from './rows/member/member.ts'
import { kindOf, readRow } from './rows/row.ts'
import { keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'

/** The rest of a member who was merged into another: the tombstone, and the history of the same person. */
export interface MergedMember {
  readonly member: Member
  /** The tombstone as stored. */
  readonly tombstone: unknown
  /** All rows of its partition. */
  readonly items: readonly unknown[]
}

/** All rows in a member's partition. Throws `unavailable` as the table does. */
export const partitionOf = (table: TableAccess, id: MemberId): Promise<readonly unknown[]> =>
  table.query({ partition: keys.member(id).PK, from: ' ', to: '~' })

/**
 * The members merged into this one, directly or indirectly. The history names them, and each tombstone names
 * its survivor. Throws `unavailable` as the table does.
 */
export async function mergedInto(
  table: TableAccess,
  id: MemberId,
  items: readonly unknown[],
): Promise<readonly MergedMember[]> {
  const events = items.filter((item) => kindOf(item) === eventRow.kind)
  const named = events.flatMap((event) => readRow(eventRow, event).merged ?? [])
  const found = named.map(async (merged): Promise<readonly MergedMember[]> => {
    const own = await partitionOf(table, merged)
    const tombstone = own.find((item) => kindOf(item) === memberRow.kind)
    if (tombstone === undefined) return []
    const member = readRow(memberRow, tombstone)
    if (member.mergedInto !== id) return []
    return [...(await mergedInto(table, merged, own)), { member, tombstone, items: own }]
  })
  return (await Promise.all(found)).flat()
}
