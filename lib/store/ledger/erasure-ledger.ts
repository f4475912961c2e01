import type { MemberId } from '../../domain/values/ids.ts'
import { type UpdateWrite, updateWhen } from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/**
 * The members that were erased, by id alone, in a table of its own: a restore of the members' table brings erased members
 * back, and nothing in it says so. An id is recorded before anything of its member goes.
 */
export interface ErasureLedger {
  /** Records members whose erasure nothing can stop any more. Repeatable. */
  record(ids: readonly MemberId[], at: Date): Promise<void>
}

/** Records an erased member. The first time stays. */
export const inLedgerWrite = (id: MemberId, at: Date): UpdateWrite =>
  updateWhen(
    keys.erasedMember(id),
    { setAbsent: { at: at.getTime() } },
    { text: 'attribute_exists(#PK) OR attribute_not_exists(#PK)' },
  )

/** Implements the ledger on a table. Throws `unavailable` as the table does. */
export const erasureLedgerIn = (table: Pick<TableAccess, 'update'>): ErasureLedger => ({
  async record(ids, at) {
    for (const id of ids) await table.update(inLedgerWrite(id, at))
  },
})
