import type { DeleteWrite, UpdateWrite } from './expressions.ts'
import { getItem, getItems, queryDue, queryFirst, queryItems, type Range } from './reads.ts'
import type { DuePartition, Key } from './schema.ts'
import type { Place } from './send.ts'
import { deleteItem, type Transacted, transact, updateItem, type Writes, type Written } from './writes.ts'

/**
 * The few things that the ports ask of a table. Reads are consistent, but for the index. Conflicts and throttling are waited
 * out, then `unavailable` is thrown; any other error of DynamoDB passes through.
 */
export interface TableAccess {
  get(key: Key): Promise<unknown>
  /** Up to 100 items in no order; a key without an item gives none. Only these attributes. */
  getAll(keys: readonly Key[], attributes: readonly string[]): Promise<readonly unknown[]>
  /** In the order of the sort keys. */
  query(range: Range): Promise<readonly unknown[]>
  /** The first items of a partition, at most this many. */
  first(partition: string, limit: number): Promise<readonly unknown[]>
  /** Keys of what is due by then, the longest overdue first; the one read that may be behind. */
  due(partition: DuePartition, now: Date, limit: number): Promise<readonly Key[]>
  update(write: UpdateWrite): Promise<Written>
  delete(write: DeleteWrite): Promise<Written>
  /** All of these writes or none, as one logical transaction. */
  transact<Name extends string>(writes: Writes<Name>): Promise<Transacted<Name>>
}

/** Access to the table at a place. */
export const accessTable = (place: Place): TableAccess => ({
  get: (key) => getItem(place, key),
  getAll: (keys, attributes) => getItems(place, keys, attributes),
  query: (range) => queryItems(place, range),
  first: (partition, limit) => queryFirst(place, partition, limit),
  due: (partition, now, limit) => queryDue(place, partition, now, limit),
  update: (write) => updateItem(place, write),
  delete: (write) => deleteItem(place, write),
  transact: (writes) => transact(place, writes),
})
