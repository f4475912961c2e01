import { currentRequest } from '../../aws/request-budget.ts'
import { getItem, getItems } from './reads.ts'
import type { Key } from './schema.ts'
import type { Place } from './send.ts'

/*
 * A request reads what it needs at one moment in one call: reads by key that begin together become one BatchGetItem. Each
 * call costs its own time and its own chance to fail, and the bill counts items alone.
 */

/** A read by key that has begun. Without `attributes` it asks for whole items. */
interface Read {
  readonly keys: readonly Key[]
  readonly attributes: readonly string[] | undefined
  readonly found: (items: readonly unknown[]) => void
  readonly failed: (error: unknown) => void
}

/** BatchGetItem takes so many keys. */
const maxKeys = 100

/** The reads of a request that have begun and are not sent, by table. */
const begun = new WeakMap<object, Map<string, Read[]>>()

/**
 * Reads items by key, consistently and in no order, as `getItems` does. Reads of one request that begin together are sent
 * together. Outside a request each is sent at once. Throws `unavailable` as `send` does.
 */
export function readByKey(
  place: Place,
  keys: readonly Key[],
  attributes?: readonly string[],
): Promise<readonly unknown[]> {
  const request = currentRequest()
  if (keys.length === 0) return Promise.resolve([])
  if (request === undefined) return readAlone(place, { keys, attributes })
  const tables = begun.get(request) ?? new Map<string, Read[]>()
  begun.set(request, tables)
  return new Promise((found, failed) => {
    const read = { keys, attributes, found, failed }
    const others = tables.get(place.tableName)
    if (others !== undefined) return void others.push(read)
    const reads = [read]
    tables.set(place.tableName, reads)
    // After all promises that are settled by now, so that their readers come along.
    process.nextTick(() => {
      tables.delete(place.tableName)
      void sendAll(place, reads)
    })
  })
}

async function sendAll(place: Place, reads: readonly Read[]): Promise<void> {
  const [only, ...others] = reads
  if (only !== undefined && others.length === 0) return readAlone(place, only).then(only.found, only.failed)
  const keys = [...new Map(reads.flatMap((read) => read.keys).map((key) => [nameOf(key), key])).values()]
  const joined = keys.length <= maxKeys
  const items = joined ? readTogether(place, keys, reads) : undefined
  await Promise.all(
    reads.map((read) =>
      (items?.then((all) => itemsOf(read, all)) ?? readAlone(place, read)).then(read.found, read.failed),
    ),
  )
}

/** Whole items if one of the reads asks for them, else what any of them asks for. */
function readTogether(
  place: Place,
  keys: readonly Key[],
  reads: readonly Read[],
): Promise<readonly unknown[]> {
  const isWhole = reads.some(({ attributes }) => attributes === undefined)
  const attributes = reads.flatMap((read) => read.attributes ?? [])
  return getItems(place, keys, isWhole ? undefined : [...new Set(['PK', 'SK', ...attributes])])
}

async function readAlone(
  place: Place,
  { keys, attributes }: Pick<Read, 'keys' | 'attributes'>,
): Promise<readonly unknown[]> {
  const [only, ...others] = keys
  if (attributes !== undefined || only === undefined || others.length > 0) {
    return getItems(place, keys, attributes)
  }
  const item = await getItem(place, only)
  return item === undefined ? [] : [item]
}

const nameOf = ({ PK, SK }: Key): string => `${PK} ${SK}`

function itemsOf({ keys }: Read, all: readonly unknown[]): readonly unknown[] {
  const names = new Set(keys.map(nameOf))
  return all.filter((item) => isItem(item) && names.has(nameOf(item)))
}

const isItem = (item: unknown): item is Key =>
  typeof item === 'object' && item !== null && 'PK' in item && 'SK' in item
