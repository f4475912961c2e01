import type { Key } from './schema.ts'

/** The types of an attribute in this table. */
export type Attribute =
  | string
  | number
  | boolean
  | null
  | Set<string>
  | readonly Attribute[]
  | { readonly [name: string]: Attribute }

/** An item: its key and its attributes. */
export type TableItem = Record<string, Attribute>

/** The condition part of a write. */
interface Conditional {
  readonly ConditionExpression?: string
  readonly ExpressionAttributeNames?: Record<string, string>
  readonly ExpressionAttributeValues?: Record<string, Attribute>
  /** Asks for the stored item when the condition fails. */
  readonly ReturnValuesOnConditionCheckFailure?: 'ALL_OLD'
}

/** Puts a whole item. */
export interface PutWrite {
  readonly Put: Conditional & { readonly Item: TableItem & Key }
}
/** Changes attributes of an item. */
export interface UpdateWrite {
  readonly Update: Conditional & { readonly Key: TableItem & Key; readonly UpdateExpression: string }
}
/** Deletes an item. */
export interface DeleteWrite {
  readonly Delete: Conditional & { readonly Key: TableItem & Key }
}
/** Checks a condition in a transaction. */
export interface CheckWrite {
  readonly ConditionCheck: Conditional & {
    readonly Key: TableItem & Key
    readonly ConditionExpression: string
  }
}

/** One write as a value: an entry of `TransactItems` (TransactWriteItems) without the table's name. */
export type Write = PutWrite | UpdateWrite | DeleteWrite | CheckWrite

/** A key in the form of the document client. */
export const keyOf = ({ PK, SK }: Key): TableItem & Key => ({ PK, SK })

/**
 * Placeholders for attribute names: `names('state')` gives `{'#state': 'state'}`. Expressions use
 * placeholders only, since DynamoDB reserves words such as `state`, `status` and `ttl`.
 */
export const names = (...attributes: readonly string[]): Record<string, string> =>
  Object.fromEntries(attributes.map((attribute) => [`#${attribute}`, attribute]))

/** The condition that the item does not exist. */
export const absent = {
  ConditionExpression: 'attribute_not_exists(#PK)',
  ExpressionAttributeNames: names('PK'),
} as const satisfies Conditional

/** The condition of a write. `:now` in the text stands for `now` in the values. */
export interface Condition {
  readonly text: string
  readonly values?: Readonly<Record<string, Attribute>>
}

/** Combines conditions: all of them must hold. */
export function every(...conditions: readonly Condition[]): Condition {
  let text = ''
  const values: Record<string, Attribute> = {}
  for (const condition of conditions) {
    text += `${text === '' ? '' : ' AND '}(${condition.text})`
    Object.assign(values, condition.values)
  }
  return { text, values }
}

/** The changes of an update. A dot leads into an attribute (`email.verified`). */
export interface Change {
  readonly set?: Readonly<Record<string, Attribute>>
  /** Sets an attribute that does not exist yet. */
  readonly setAbsent?: Readonly<Record<string, Attribute>>
  /** Adds to a number, which starts at `from` where it does not exist. */
  readonly addFrom?: Readonly<Record<string, { readonly from: number; readonly by: number }>>
  readonly remove?: readonly string[]
  /** Increases a number, or adds to a set. */
  readonly add?: Readonly<Record<string, number | Set<string>>>
  /** Removes from a set. */
  readonly without?: Readonly<Record<string, Set<string>>>
  /** Attributes whose names are data, by the names that stand for them in this change. */
  readonly aliases?: Readonly<Record<string, string>>
}

/** Whether a refused write returns the stored item (`tells`). */
export type OnRefusal = 'silent' | 'tells'

const place = (path: string): string => `#${path.replaceAll('.', '.#')}`
const newValue = (path: string): string => `:new_${path.replaceAll('.', '_')}`
const addedValue = (path: string): string => `:added_${path.replaceAll('.', '_')}`

/** The values of a change, by their placeholders. */
function valuesOf({ addFrom = {}, set, setAbsent, add, without }: Change): TableItem {
  const given: [string, Attribute][] = Object.entries({ ...set, ...setAbsent, ...add, ...without })
  const sums = Object.entries(addFrom).flatMap(([path, { from, by }]): [string, Attribute][] => [
    [newValue(path), from],
    [addedValue(path), by],
  ])
  return Object.fromEntries([...given.map(([path, value]) => [newValue(path), value] as const), ...sums])
}

const placeholders = new Map<string, Record<string, string>>()

/** The names that an expression mentions. Our expressions are few, and an import has millions of writes. */
function namesIn(expression: string): Record<string, string> {
  const known = placeholders.get(expression)
  if (known !== undefined) return known
  const found = names(...Array.from(expression.matchAll(/#(\w+)/g), ([, name = '']) => name))
  if (placeholders.size < 1000) placeholders.set(expression, found)
  return found
}

/**
 * The placeholders of an expression, and of the attributes whose names are data. The same object for the same expression,
 * so that its text is made once.
 */
function allNames(expression: string, aliases: Change['aliases']): Record<string, string> {
  const found = namesIn(expression)
  if (aliases === undefined) return found
  const aliased = Object.entries(aliases).map(([alias, name]) => [`#${alias}`, name])
  return { ...found, ...Object.fromEntries(aliased) }
}

/** The condition of a write, with the placeholders of all its texts. */
function conditional(
  { text, values = {} }: Condition,
  onRefusal: OnRefusal,
  change = '',
  changed: TableItem = {},
  aliases?: Change['aliases'],
) {
  const all: TableItem = {}
  for (const name in values) {
    const value = values[name]
    if (value !== undefined) all[`:${name}`] = value
  }
  Object.assign(all, changed)
  return {
    ConditionExpression: text,
    ExpressionAttributeNames: allNames(`${text} ${change}`, aliases),
    ...(Object.keys(all).length > 0 && { ExpressionAttributeValues: all }),
    ...(onRefusal === 'tells' && { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }),
  }
}

/** Updates an item when the condition holds. */
export function updateWhen(
  key: Key,
  { set = {}, setAbsent = {}, addFrom = {}, remove = [], add = {}, without = {}, aliases }: Change,
  condition: Condition,
  onRefusal: OnRefusal = 'silent',
): UpdateWrite {
  const clauses = [
    [
      'SET',
      [
        ...Object.keys(set).map((path) => `${place(path)} = ${newValue(path)}`),
        ...Object.keys(setAbsent).map(
          (path) => `${place(path)} = if_not_exists(${place(path)}, ${newValue(path)})`,
        ),
        ...Object.keys(addFrom).map(
          (path) => `${place(path)} = if_not_exists(${place(path)}, ${newValue(path)}) + ${addedValue(path)}`,
        ),
      ],
    ],
    ['REMOVE', remove.map(place)],
    ['ADD', Object.keys(add).map((path) => `${place(path)} ${newValue(path)}`)],
    ['DELETE', Object.keys(without).map((path) => `${place(path)} ${newValue(path)}`)],
  ] as const
  const text = clauses.flatMap(([verb, parts]) => (parts.length > 0 ? [`${verb} ${parts.join(', ')}`] : []))
  const values = valuesOf({ set, setAbsent, addFrom, add, without })
  const UpdateExpression = text.join(' ')
  return {
    Update: {
      Key: keyOf(key),
      UpdateExpression,
      ...conditional(condition, onRefusal, UpdateExpression, values, aliases),
    },
  }
}

/** Puts an item when the condition holds, replacing any stored one. */
export const putWhen = (
  item: TableItem & Key,
  condition: Condition,
  onRefusal: OnRefusal = 'silent',
): PutWrite => ({
  Put: { Item: item, ...conditional(condition, onRefusal) },
})

/** Checks an item without changing it. */
export const checkThat = (key: Key, condition: Condition, onRefusal: OnRefusal = 'silent'): CheckWrite => ({
  ConditionCheck: { Key: keyOf(key), ...conditional(condition, onRefusal) },
})

/** Deletes an item when the condition holds. */
export const deleteWhen = (key: Key, condition: Condition, onRefusal: OnRefusal = 'silent'): DeleteWrite => ({
  Delete: { Key: keyOf(key), ...conditional(condition, onRefusal) },
})
