import { marshall, type marshallOptions, unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBClient } from './dynamodb.ts'
import { isObject, type JsonCommand } from './json-client.ts'

/*
 * Replaces `@aws-sdk/lib-dynamodb` in the bundles, with the commands that `lib/store` sends. Values are converted by the
 * SDK's own `marshall` and `unmarshall`. Bytes are not supported, and no row has any.
 */

/** Where items are in a command or its response: `*` stands for any name, and an array holds what its field says. */
type Places = 'item' | { readonly [name: string]: Places }

const write = { Key: 'item', Item: 'item', ExpressionAttributeValues: 'item' } as const satisfies Places
const keysByTable = { '*': { Keys: 'item' } } as const satisfies Places

type WireItem = Parameters<typeof unmarshall>[0]

const isWireItem = (value: unknown): value is WireItem => isObject(value)

/** Converts the items at these places. Gives a copy. */
function converted(value: unknown, places: Places, convert: (item: WireItem) => unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => converted(part, places, convert))
  if (places === 'item') return isWireItem(value) ? convert(value) : value
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const inner = places[name] ?? places['*']
      return [name, inner === undefined ? part : converted(part, inner, convert)]
    }),
  )
}

/** What a command says: the operation, and the places of items in its input and its output. */
interface Saying {
  readonly operation: string
  readonly sent: Places
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
  readonly #options: marshallOptions

  constructor(client: JsonSender, options: marshallOptions) {
    this.#client = client
    this.#options = options
  }

  static from(
    client: JsonSender,
    { marshallOptions = {} }: { readonly marshallOptions?: marshallOptions } = {},
  ): DynamoDBDocumentClient {
    return new DynamoDBDocumentClient(client, marshallOptions)
  }

  async send({ input, saying }: DocumentCommand): Promise<object> {
    const { operation, sent, received } = saying
    const body = converted(input, sent, (item) => marshall(item, this.#options))
    const request: JsonCommand = {
      operation,
      body: Object(body),
      outputOf: (output) => Object(converted(output, received, (item) => unmarshall(item))),
    }
    return this.#client.send(request)
  }
}
