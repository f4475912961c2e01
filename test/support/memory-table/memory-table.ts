import type { RefusedWrite } from '../../../lib/store/table/conflicts.ts'
import type { Attribute, TableItem, Write } from '../../../lib/store/table/expressions.ts'
import { type Key, table as schema } from '../../../lib/store/table/schema.ts'
import type { TableAccess } from '../../../lib/store/table/table-access.ts'
import type { Transacted, Writes } from '../../../lib/store/table/writes.ts'
import { conditionOf, isMap, type Placeholders } from './expression.ts'
import { updatedItem } from './update.ts'

/** A table in memory, with its items for tests that look at them. */
export interface MemoryTable extends TableAccess {
  /** Every item, in no order. */
  items(): readonly TableItem[]
  /** Remembers the table as it is now. Gives the way back. */
  snapshot(): () => void
}

const idOf = ({ PK, SK }: Key): string => `${PK}\n${SK}`

/** A copy of an attribute, as the table stores it: absent values are left out. */
function copyOf(value: Attribute): Attribute {
  if (value instanceof Set) return new Set(value)
  if (Array.isArray(value)) return value.map(copyOf)
  return isMap(value) ? stored(value) : value
}

const stored = (item: Readonly<Record<string, Attribute | undefined>>): TableItem => {
  const copy: TableItem = {}
  for (const [name, value] of Object.entries(item)) if (value !== undefined) copy[name] = copyOf(value)
  return copy
}

interface Conditional extends Placeholders {
  readonly ConditionExpression?: string
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD'
}

/** One write: its condition, its key, and the item after it. */
interface Effect {
  readonly conditional: Conditional
  readonly key: Key
  /** Undefined for a deletion; the item as it is for a check. */
  readonly after: (before: TableItem | undefined) => TableItem | undefined
}

const keyIn = (item: Readonly<Record<string, Attribute>>): Key => ({
  PK: String(item['PK']),
  SK: String(item['SK']),
})

function effectOf(write: Write): Effect {
  if ('Put' in write) {
    const { Item, ...conditional } = write.Put
    return { conditional, key: keyIn(Item), after: () => Item }
  }
  if ('Update' in write) {
    const { Key, UpdateExpression, ...conditional } = write.Update
    const after = (before: TableItem | undefined) => updatedItem(UpdateExpression, before ?? Key, conditional)
    return { conditional, key: keyIn(Key), after }
  }
  if ('Delete' in write) {
    const { Key, ...conditional } = write.Delete
    return { conditional, key: keyIn(Key), after: () => undefined }
  }
  const { Key, ...conditional } = write.ConditionCheck
  return { conditional, key: keyIn(Key), after: (before) => before }
}

/** The store reads texts, numbers, booleans, sets and maps of a refused item, and nothing else. */
const isRead = (value: Attribute): boolean =>
  typeof value !== 'object' || value === null ? value !== null : value instanceof Set || isMap(value)

/** What the store reads of an item or a map. */
const readable = (item: TableItem): TableItem =>
  Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => isRead(value))
      .map(([name, value]) => [name, isMap(value) ? readable(value) : value]),
  )

function refusalOf(
  { ReturnValuesOnConditionCheckFailure }: Conditional,
  item: TableItem | undefined,
): RefusedWrite {
  if (ReturnValuesOnConditionCheckFailure === undefined || item === undefined) return {}
  return { item: readable(stored(item)) }
}

/**
 * A DynamoDB table in memory: it evaluates the expressions of the store's own writes, and no method waits, so that
 * each call is one transaction. For tests that play thousands of stories. `memory-table.test.ts` compares it with
 * the database.
 */
export function memoryTable(): MemoryTable {
  let all = new Map<string, TableItem>()
  let partitions = new Map<string, ReadonlySet<string>>()

  function keep(key: Key, item: TableItem | undefined): void {
    const id = idOf(key)
    const others = [...(partitions.get(key.PK) ?? [])].filter((other) => other !== id)
    partitions.set(key.PK, new Set(item === undefined ? others : [...others, id]))
    if (item === undefined) all.delete(id)
    else all.set(id, stored(item))
  }

  const itemsOf = (partition: string): TableItem[] =>
    [...(partitions.get(partition) ?? [])].sort().flatMap((id) => {
      const item = all.get(id)
      return item === undefined ? [] : [stored(item)]
    })

  const read = (key: Key): TableItem | undefined => {
    const item = all.get(idOf(key))
    return item && stored(item)
  }

  const holds = ({ conditional, key }: Effect): boolean =>
    conditional.ConditionExpression === undefined ||
    conditionOf(conditional.ConditionExpression)(all.get(idOf(key)), conditional)

  const refusedBy = ({ conditional, key }: Effect): RefusedWrite => refusalOf(conditional, all.get(idOf(key)))

  function refusals(effects: readonly (readonly [string, Effect])[]): Record<string, RefusedWrite> {
    const refused = effects.filter(([, effect]) => !holds(effect))
    return Object.fromEntries(refused.map(([name, effect]) => [name, refusedBy(effect)]))
  }

  function apply({ key, after }: Effect): TableItem | undefined {
    const item = after(all.get(idOf(key)))
    keep(key, item)
    return item
  }

  return {
    items: () => [...all.values()],
    snapshot() {
      const [items, ids] = [new Map(all), new Map(partitions)]
      return () => {
        all = new Map(items)
        partitions = new Map(ids)
      }
    },
    get: async (key) => read(key),
    async getAll(keys, attributes) {
      return keys.flatMap((key) => {
        const item = read(key)
        if (item === undefined) return []
        return [Object.fromEntries(Object.entries(item).filter(([name]) => attributes.includes(name)))]
      })
    },
    query: async ({ partition, from, to }) =>
      itemsOf(partition).filter(({ SK }) => typeof SK === 'string' && SK >= from && SK <= to),
    first: async (partition, limit) => itemsOf(partition).slice(0, limit),
    last: async ({ partition, from, to }, limit) =>
      itemsOf(partition)
        .filter(({ SK }) => typeof SK === 'string' && SK >= from && SK <= to)
        .toReversed()
        .slice(0, limit),
    async *due(partition, now, limit) {
      const { partitionKey, sortKey } = schema.dueIndex
      const dueAt = (item: TableItem) => Number(item[sortKey])
      const due = [...all.values()]
        .filter((item) => item[partitionKey] === partition && dueAt(item) <= now.getTime())
        .sort((a, b) => dueAt(a) - dueAt(b))
        .map(keyIn)
      for (let from = 0; from < due.length; from += limit) yield due.slice(from, from + limit)
    },
    async update(write) {
      const effect = effectOf(write)
      if (!holds(effect)) return { kind: 'refused', refusal: refusedBy(effect) }
      return { kind: 'written', item: stored(apply(effect) ?? {}) }
    },
    async delete(write) {
      const effect = effectOf(write)
      if (!holds(effect)) return { kind: 'refused', refusal: refusedBy(effect) }
      const item = read(effect.key)
      apply(effect)
      return { kind: 'written', ...(item && { item }) }
    },
    async transact<Name extends string>(writes: Writes<Name>): Promise<Transacted<Name>> {
      const effects = effectsOf(writes)
      const refused = refusals(effects)
      if (Object.keys(refused).length > 0) return { kind: 'refused', refusals: named(writes, refused) }
      for (const [, effect] of effects) apply(effect)
      return { kind: 'written' }
    },
  }
}

function effectsOf<Name extends string>(writes: Writes<Name>): (readonly [Name, Effect])[] {
  const effects: (readonly [Name, Effect])[] = []
  for (const name in writes) {
    const write = writes[name]
    if (write !== undefined) effects.push([name, effectOf(write)])
  }
  const ids = effects.map(([, { key }]) => idOf(key))
  if (new Set(ids).size < ids.length) throw new Error('A transaction writes one item twice')
  return effects
}

function named<Name extends string>(
  writes: Writes<Name>,
  refused: Readonly<Record<string, RefusedWrite>>,
): Partial<Record<Name, RefusedWrite>> {
  const refusals: Partial<Record<Name, RefusedWrite>> = {}
  for (const name in writes) {
    const refusal = refused[name]
    if (refusal !== undefined) refusals[name] = refusal
  }
  return refusals
}
