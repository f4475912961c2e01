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
} as const
