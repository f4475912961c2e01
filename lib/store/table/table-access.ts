import type { DeleteWrite, UpdateWrite } from './expressions.ts'
import { readByKey } from './joined-reads.ts'
import { queryDue, queryFirst, queryItems, queryLast, type Range } from './reads.ts'
import type { DuePartition, Key } from './schema.ts'
import type { Place } from './send.ts'
import { deleteItem, type Transacted, transact, updateItem, type Writes, type Written } from './writes.ts'

/**
 * The operations that the ports need from a table. Reads are consistent, except for the index. Conflicts and
 * throttling are retried, then the problem `unavailable` is thrown; other DynamoDB errors pass through.
 */
export interface TableAccess {
  get(key: Key): Promise<unknown>
  /** Up to 100 items in no order, with these attributes only. A key without an item yields nothing. */
  getAll(keys: readonly Key[], attributes: readonly string[]): Promise<readonly unknown[]>
  /** In the order of the sort keys. */
  query(range: Range): Promise<readonly unknown[]>
  /** The first items of a partition, `limit` at most. */
  first(partition: string, limit: number): Promise<readonly unknown[]>
  /** The last items of a range, last first, `limit` at most. */
  last(range: Range, limit: number): Promise<readonly unknown[]>
  /** The keys of entries due by `now`, longest overdue first, in pages of `limit`. The only eventually consistent read. */
  due(partition: DuePartition, now: Date, limit: number): AsyncIterable<readonly Key[]>
  update(write: UpdateWrite): Promise<Written>
  delete(write: DeleteWrite): Promise<Written>
  /** Writes all or nothing, as one logical transaction. */
  transact<Name extends string>(writes: Writes<Name>): Promise<Transacted<Name>>
}

/** Gives access to the table at a place. */
export const accessTable = (place: Place): TableAccess => ({
  get: async (key) => (await readByKey(place, [key]))[0],
  getAll: (keys, attributes) => readByKey(place, keys, attributes),
  query: (range) => queryItems(place, range),
  first: (partition, limit) => queryFirst(place, partition, limit),
  last: (range, limit) => queryLast(place, range, limit),
  due: (partition, now, limit) => queryDue(place, partition, now, limit),
  update: (write) => updateItem(place, write),
  delete: (write) => deleteItem(place, write),
  transact: (writes) => transact(place, writes),
})
