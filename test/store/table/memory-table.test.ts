import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type Attribute,
  type Change,
  type Condition,
  checkThat,
  deleteWhen,
  putWhen,
  type TableItem,
  updateWhen,
  type Write,
} from '../../../lib/store/table/expressions.ts'
import { defaultRetryPolicy } from '../../../lib/store/table/retry.ts'
import { accessTable, type TableAccess } from '../../../lib/store/table/table-access.ts'
import { freshTable } from '../../support/database.ts'
import { memoryTable } from '../../support/memory-table/memory-table.ts'
import { isFull } from '../../support/runs.ts'

const place = await freshTable()
afterAll(() => place.client.destroy())

const database = accessTable({ ...place, retryPolicy: defaultRetryPolicy })

const texts = fc.constantFrom('a', 'b', 'ab')
const numbers = fc.integer({ min: 0, max: 3 })
const sets = fc.uniqueArray(texts, { minLength: 1 }).map((members): Attribute => new Set(members))
/** The attributes of the test's items: an attribute always has one type, as in the table. */
const attributes = {
  text: texts,
  number: numbers,
  flag: fc.boolean(),
  set: sets,
} satisfies Record<string, fc.Arbitrary<Attribute>>
const maps = fc.record({ verified: fc.boolean(), value: texts })

const names = fc.constantFrom('text', 'number', 'flag', 'set', 'map')

const simple: fc.Arbitrary<Condition> = fc.oneof(
  names.map((name) => ({ text: `attribute_exists(#${name})` })),
  names.map((name) => ({ text: `attribute_not_exists(#${name})` })),
  fc.constant({ text: 'attribute_not_exists(#PK)' }),
  fc.tuple(fc.constantFrom('=', '<>', '<', '<=', '>', '>='), numbers).map(([operator, value]) => ({
    text: `#number ${operator} :value`,
    values: { value },
  })),
  texts.map((value) => ({ text: '#text = :value', values: { value } })),
  fc.tuple(texts, texts).map(([one, two]) => ({ text: '#text IN (:one, :two)', values: { one, two } })),
  texts.map((value) => ({ text: 'contains(#set, :value)', values: { value } })),
  texts.map((value) => ({ text: 'begins_with(#text, :value)', values: { value } })),
  numbers.map((value) => ({ text: 'size(#set) > :value', values: { value } })),
  fc.boolean().map((value) => ({ text: '#map.#verified = :value', values: { value } })),
)

/** Conditions with placeholders of their own. */
const numbered = ({ text, values = {} }: Condition, place: number): Condition => ({
  text: text.replaceAll(/:(\w+)/g, `:$1${place}`),
  values: Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}${place}`, value])),
})

const conditions: fc.Arbitrary<Condition> = fc
  .tuple(simple, simple, simple, fc.constantFrom('AND', 'OR'), fc.constantFrom('AND', 'OR'), fc.boolean())
  .map(([one, two, three, first, second, isNegated]) => {
    const [a, b, c] = [numbered(one, 1), numbered(two, 2), numbered(three, 3)]
    const text = `${a.text} ${first} ${isNegated ? 'NOT ' : ''}(${b.text} ${second} ${c.text})`
    return { text, values: { ...a.values, ...b.values, ...c.values } }
  })

const keys = fc.constantFrom('one', 'two', 'three').map((SK) => ({ PK: 'partition', SK }))

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    set: fc.record({ text: texts, map: maps }, { requiredKeys: ['text'] }),
    setAbsent: fc.record({ number: numbers }, { requiredKeys: [] }),
    remove: fc.subarray(['flag']),
    add: fc.record({ set: fc.uniqueArray(texts, { minLength: 1 }).map((all) => new Set(all)) }),
  }),
  fc.record({
    set: fc.record({ flag: fc.boolean() }),
    add: fc.record({ number: numbers }),
    addFrom: fc.record({ sum: fc.record({ from: numbers, by: numbers }) }, { requiredKeys: [] }),
    without: fc.record({ set: fc.uniqueArray(texts, { minLength: 1 }).map((all) => new Set(all)) }),
  }),
)

const itemsAt = (key: { readonly PK: string; readonly SK: string }): fc.Arbitrary<TableItem & typeof key> =>
  fc.record({ ...attributes, map: maps }, { requiredKeys: [] }).map((item) => ({ ...key, ...item }))

const writes: fc.Arbitrary<{ readonly key: string; readonly write: Write }> = keys.chain((key) => {
  const onRefusal = fc.constantFrom('silent' as const, 'tells' as const)
  const write: fc.Arbitrary<Write> = fc.oneof(
    fc.tuple(itemsAt(key), conditions, onRefusal).map((all) => putWhen(...all)),
    fc.tuple(changes, conditions, onRefusal).map((all) => updateWhen(key, ...all)),
    fc.tuple(conditions, onRefusal).map((all) => deleteWhen(key, ...all)),
    fc.tuple(conditions, onRefusal).map((all) => checkThat(key, ...all)),
  )
  return write.map((one) => ({ key: key.SK, write: one }))
})

const transactions = fc
  .uniqueArray(writes, { minLength: 1, maxLength: 3, selector: ({ key }) => key })
  .map((all) => Object.fromEntries(all.map(({ key, write }) => [key, write])))

async function play(table: TableAccess, all: readonly Record<string, Write>[]) {
  const results: unknown[] = []
  for (const transaction of all) results.push(await table.transact(transaction))
  const stored = await table.query({ partition: 'partition', from: 'a', to: 'z' })
  return { results, stored }
}

const always = { text: 'attribute_exists(#PK) OR attribute_not_exists(#PK)' }

async function empty(): Promise<void> {
  const all = ['one', 'two', 'three'].map((SK) => [SK, deleteWhen({ PK: 'partition', SK }, always)] as const)
  await database.transact(Object.fromEntries(all))
}

/** Each run costs some ten requests to the database. */
const numRuns = isFull ? 1_000 : 60

describe('the table in memory', () => {
  it('decides and stores as the database does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(transactions, { minLength: 2, maxLength: 8 }), async (all) => {
        await empty()
        expect(await play(memoryTable(), all)).toEqual(await play(database, all))
      }),
      { numRuns },
    )
  })
})
