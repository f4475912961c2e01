import type { Key } from './schema.ts'

/** What an attribute can hold here. */
export type Attribute =
  | string
  | number
  | boolean
  | null
  | Set<string>
  | readonly Attribute[]
  | { readonly [name: string]: Attribute }

/** An item as it is written and read: its key and its attributes. */
export type Item = Record<string, Attribute>

/** The part of a write that says when it may happen, and with what. */
interface Conditional {
  readonly ConditionExpression?: string
  readonly ExpressionAttributeNames?: Record<string, string>
  readonly ExpressionAttributeValues?: Record<string, Attribute>
  /** Asks for the item that stood in the way. */
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD'
}

export interface PutWrite {
  readonly Put: Conditional & { readonly Item: Item & Key }
}
export interface UpdateWrite {
  readonly Update: Conditional & { readonly Key: Item & Key; readonly UpdateExpression: string }
}
export interface DeleteWrite {
  readonly Delete: Conditional & { readonly Key: Item & Key }
}
export interface CheckWrite {
  readonly ConditionCheck: Conditional & { readonly Key: Item & Key; readonly ConditionExpression: string }
}

/** One write as a value: an entry of `TransactItems` (TransactWriteItems) that lacks only the table's name. */
export type Write = PutWrite | UpdateWrite | DeleteWrite | CheckWrite

/** A key as an item, as the document client wants it. */
export const keyOf = ({ PK, SK }: Key): Item & Key => ({ PK, SK })

/**
 * Placeholders for attribute names: `names('state')` gives `{'#state': 'state'}`. Expressions use nothing
 * else, because words like `state`, `status` and `ttl` are reserved in DynamoDB.
 */
export const names = (...attributes: readonly string[]): Record<string, string> =>
  Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute]))

/** A condition that the item is not there yet. */
export const absent = {
  ConditionExpression: 'attribute_not_exists(#PK)',
  ExpressionAttributeNames: names('PK'),
} as const satisfies Conditional

/** When a write may happen; `:now` in the text is `now` of the values. */
export interface Condition {
  readonly text: string
  readonly values?: Readonly<Record<string, Attribute>>
}

/** A condition that holds when all of these do. */
export const every = (...conditions: readonly Condition[]): Condition => ({
  text: conditions.map(({ text }) => `(${text})`).join(' AND '),
  values: Object.assign({}, ...conditions.map(({ values }) => values)),
})

/** What an update does to an item; a dot leads into an attribute (`email.verified`). */
export interface Change {
  readonly set?: Readonly<Record<string, Attribute>>
  /** Sets what is not there yet. */
  readonly setAbsent?: Readonly<Record<string, Attribute>>
  readonly remove?: readonly string[]
  /** Raises a number, or puts more into a set. */
  readonly add?: Readonly<Record<string, number | Set<string>>>
  /** Takes out of a set. */
  readonly without?: Readonly<Record<string, Set<string>>>
}

/** Whether a refused write tells of the item that stood in its way. */
export type Telling = 'silent' | 'tells'

const place = (path: string): string => `#${path.replaceAll('.', '.#')}`
const newValue = (path: string): string => `:new_${path.replaceAll('.', '_')}`

/** The condition of a write, with all placeholders of the write's texts. */
function conditional({ text, values = {} }: Condition, telling: Telling, change = '', changed: Item = {}) {
  const mentioned = `${text} ${change}`.matchAll(/#(\w+)/g)
  const spoken = Object.entries(values).map(([name, value]): [string, Attribute] => [`:${name}`, value])
  const all = { ...Object.fromEntries(spoken), ...changed }
  return {
    ConditionExpression: text,
    ExpressionAttributeNames: names(...Array.from(mentioned, ([, name = '']) => name)),
    ...(Object.keys(all).length > 0 && { ExpressionAttributeValues: all }),
    ...(telling === 'tells' && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
  }
}

/** Changes an item when a condition holds. */
export function updateWhen(
  key: Key,
  { set = {}, setAbsent = {}, remove = [], add = {}, without = {} }: Change,
  condition: Condition,
  telling: Telling = 'silent',
): UpdateWrite {
  const clauses = [
    [
      'SET',
      [
        ...Object.keys(set).map((path) => `${place(path)} = ${newValue(path)}`),
        ...Object.keys(setAbsent).map(
          (path) => `${place(path)} = if_not_exists(${place(path)}, ${newValue(path)})`,
        ),
      ],
    ],
    ['REMOVE', remove.map(place)],
    ['ADD', Object.keys(add).map((path) => `${place(path)} ${newValue(path)}`)],
    ['DELETE', Object.keys(without).map((path) => `${place(path)} ${newValue(path)}`)],
  ] as const
  const text = clauses.flatMap(([verb, parts]) => (parts.length > 0 ? [`${verb} ${parts.join(', ')}`] : []))
  const given = Object.entries({ ...set, ...setAbsent, ...add, ...without })
  const values = Object.fromEntries(given.map(([path, value]) => [newValue(path), value]))
  const UpdateExpression = text.join(' ')
  return {
    Update: {
      Key: keyOf(key),
      UpdateExpression,
      ...conditional(condition, telling, UpdateExpression, values),
    },
  }
}

/** Puts an item, in the place of another one when the condition allows that. */
export const putWhen = (item: Item & Key, condition: Condition, telling: Telling = 'silent'): PutWrite => ({
  Put: { Item: item, ...conditional(condition, telling) },
})

/** Checks an item without changing it. */
export const checkThat = (key: Key, condition: Condition, telling: Telling = 'silent'): CheckWrite => ({
  ConditionCheck: { Key: keyOf(key), ...conditional(condition, telling) },
})

/** Deletes an item when a condition holds. */
export const deleteWhen = (key: Key, condition: Condition, telling: Telling = 'silent'): DeleteWrite => ({
  Delete: { Key: keyOf(key), ...conditional(condition, telling) },
})
