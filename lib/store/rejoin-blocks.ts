import type { Bars } from '../flows/ports/store.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { barKey, barRow } from './rows/member/rejoin-block.ts'
import { readRow } from './rows/row.ts'
import type { TableAccess } from './table/table-access.ts'

const attributes = ['kind', ...Object.keys(barRow.schema.entries)]

/** What keeps people from joining again, in a table. */
export const barsIn = (table: TableAccess, hashes: KeyedHashes): Bars => ({
  async until(values, now) {
    const items = await table.getAll(
      values.map((value) => barKey(hashes, value)),
      attributes,
    )
    const dates = items.map((item) => readRow(barRow, item).rejoinFrom).filter((date) => date > now)
    return dates.length === 0 ? undefined : new Date(Math.max(...dates.map((date) => date.getTime())))
  },
})
