import { itemText } from '../../../aws/items/item-json.ts'
import type { BulkRows, Importation } from '../../../flows/ports/store/operators/imports.ts'
import type { KeyedHashes } from '../../../flows/ports/tokens.ts'
import type { TableItem } from '../../table/expressions.ts'
import { importWrites } from './import-writes.ts'

/** The items that an import leaves in an empty table. It finds no contact marked as shared, and no identity. */
const itemsOf = (importation: Importation, hashes: KeyedHashes): readonly TableItem[] =>
  Object.values(importWrites(importation, {}, hashes)).flatMap((write) =>
    'Put' in write ? [write.Put.Item] : [],
  )

/** Implements `BulkRows`: the rows that an import puts for a member whose values nobody else has. */
export const bulkRowsOf = (hashes: KeyedHashes): BulkRows => ({
  linesOf: (importation) => itemsOf(importation, hashes).map((item) => `{"Item":${itemText(item)}}\n`),
})
