import { itemOf, itemText } from '../items/item-json.ts'
import type { DynamoDBClient } from './dynamodb.ts'
import { isObject, type JsonObject } from './json-client.ts'

/*
 * Replaces `@aws-sdk/lib-dynamodb` in the bundles, with the commands that `lib/store` sends. Absent attributes are left out. Bytes are
 * not supported, and no row has any.
 */

/** Where items are in a command or its response: `*` stands for any name, and an array holds what its field says. */
type Places = 'item' | { readonly [name: string]: Places }

const write = { Key: 'item', Item: 'item', ExpressionAttributeValues: 'item' } as const satisfies Places
const keysByTable = { '*': { Keys: 'item' } } as const satisfies Places

/** The items at these places as they are read. Gives a copy. */
function received(value: unknown, places: Places): unknown {
  if (Array.isArray(value)) return value.map((part) => received(part, places))
  if (!isObject(value)) return value
  if (places === 'item') return itemOf(value)
  const copy: Record<string, unknown> = {}
  for (const name in value) {
    const inner = places[name] ?? places['*']
    copy[name] = inner === undefined ? value[name] : received(value[name], inner)
  }
  return copy
}

/** The text of a command, with the items at these places as they are sent. */
function textOf(value: unknown, places: Places): string {
  if (Array.isArray(value)) {
    let parts = ''
    for (const part of value) parts += `${parts === '' ? '' : ','}${textOf(part, places)}`
    return `[${parts}]`
  }
  if (!isObject(value)) return JSON.stringify(value)
  return places === 'item' ? itemText(value) : fieldsText(value, places)
}

function fieldsText(fields: JsonObject, places: Exclude<Places, 'item'>): string {
  let parts = ''
  for (const name in fields) {
    const field = fields[name]
    if (field === undefined || name === 'ClientRequestToken') continue
    if (parts !== '') parts += ','
    parts += `"${name}":${fieldText(name, field, places[name] ?? places['*'])}`
  }
  return `{${parts}}`
}

function fieldText(name: string, field: unknown, places: Places | undefined): string {
  if (places !== undefined) return textOf(field, places)
  return name === 'ExpressionAttributeNames' && isObject(field)
    ? placeholderText(field)
    : JSON.stringify(field)
}

/** The texts of placeholders for names. The expressions of the store are few, and each has one object of them. */
const placeholderTexts = new WeakMap<object, string>()

function placeholderText(placeholders: object): string {
  const known = placeholderTexts.get(placeholders)
  if (known !== undefined) return known
  const text = JSON.stringify(placeholders)
  placeholderTexts.set(placeholders, text)
  return text
}

/** What a command says: the operation, and the places of items in its input and its output. */
interface Saying {
  readonly operation: string
  readonly sent: Exclude<Places, 'item'>
  readonly received: Places
}

/** A command of the document client. */
export abstract class DocumentCommand {
  readonly input: object
  abstract readonly saying: Saying

  constructor(input: object) {
    this.input = input
  }
}

/** Reads one item. */
export class GetCommand extends DocumentCommand {
  readonly saying = { operation: 'GetItem', sent: { Key: 'item' }, received: { Item: 'item' } } as const
}

/** Reads items by key. */
export class BatchGetCommand extends DocumentCommand {
  readonly saying = {
    operation: 'BatchGetItem',
    sent: { RequestItems: keysByTable },
    received: { Responses: { '*': 'item' }, UnprocessedKeys: keysByTable },
  } as const
}

/** Reads items of a partition. */
export class QueryCommand extends DocumentCommand {
  readonly saying = {
    operation: 'Query',
    sent: { ExclusiveStartKey: 'item', ExpressionAttributeValues: 'item' },
    received: { Items: 'item', LastEvaluatedKey: 'item' },
  } as const
}

/** Reads items of the whole table, for operators. */
export class ScanCommand extends DocumentCommand {
  readonly saying = {
    operation: 'Scan',
    sent: { ExclusiveStartKey: 'item', ExpressionAttributeValues: 'item' },
    received: { Items: 'item', LastEvaluatedKey: 'item' },
  } as const
}

/** Changes one item. */
export class UpdateCommand extends DocumentCommand {
  readonly saying = { operation: 'UpdateItem', sent: write, received: { Attributes: 'item' } } as const
}

/** Deletes one item. */
export class DeleteCommand extends DocumentCommand {
  readonly saying = { operation: 'DeleteItem', sent: write, received: { Attributes: 'item' } } as const
}

/** Writes all or nothing. */
export class TransactWriteCommand extends DocumentCommand {
  readonly saying = {
    operation: 'TransactWriteItems',
    sent: { TransactItems: { '*': write } },
    received: {},
  } as const
}

/** The part of DynamoDB's client that the document client uses. */
export type JsonSender = Pick<DynamoDBClient, 'send'>

/** The client of the table, which converts items. */
export class DynamoDBDocumentClient {
  readonly #client: JsonSender

  constructor(client: JsonSender) {
    this.#client = client
  }

  /** Takes the options of the SDK's, of which absent attributes are left out, as each client of ours asks. */
  static from(client: JsonSender, _: object = {}): DynamoDBDocumentClient {
    return new DynamoDBDocumentClient(client)
  }

  async send({ input, saying }: DocumentCommand): Promise<object> {
    const token = 'ClientRequestToken' in input ? input.ClientRequestToken : undefined
    const command = {
      operation: saying.operation,
      text: isObject(input) ? fieldsText(input, saying.sent) : '{}',
      outputOf: (output: JsonObject) => Object(received(output, saying.received)),
    }
    return this.#client.send(typeof token === 'string' ? { ...command, token } : command)
  }
}
