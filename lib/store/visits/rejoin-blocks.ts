import type { RejoinBlocks } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { rejoinBlockKey, rejoinBlockRow } from '../rows/member/rejoin-block.ts'
import { readRow } from '../rows/row.ts'
import type { TableAccess } from '../table/table-access.ts'

const attributes = ['kind', ...Object.keys(rejoinBlockRow.schema.entries)]

/** Implements `RejoinBlocks` on a table. Throws `unavailable` as the table does. */
export const rejoinBlocksIn = (table: TableAccess, hashes: KeyedHashes): RejoinBlocks => ({
  async until(values, now) {
    const items = await table.getAll(
      values.map((value) => rejoinBlockKey(hashes, value)),
      attributes,
    )
    const dates = items.map((item) => readRow(rejoinBlockRow, item).rejoinFrom).filter((date) => date > now)
    return dates.length === 0 ? undefined : new Date(Math.max(...dates.map((date) => date.getTime())))
  },
})
