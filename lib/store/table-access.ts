import { randomUUID } from 'node:crypto'
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { isPassing, isTokenMismatch, type Refusal, refusalOf, refusalsOf } from './conflicts.ts'
import { type DeleteWrite, keyOf, names, type UpdateWrite, type Write } from './expressions.ts'
import { type Patience, patiently, realPatience } from './patience.ts'
import type { Key } from './schema.ts'

/** Where the rows are. */
export interface TableSettings {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  readonly patience?: Patience
}

/** The part of a member's partition that a query reads. */
export interface Range {
  readonly partition: string
  readonly from: string
  readonly to: string
}

/** What came of a write or a transaction: all of it happened, or nothing did, and these were refused. */
export type Written =
  | { readonly kind: 'written'; readonly old?: unknown }
  | ({ readonly kind: 'refused' } & Refusal)
export type Transacted<Name extends string> =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly refusals: Partial<Record<Name, Refusal>> }

/**
 * The thin senders. Every read is consistent. Conflicts and throttling are waited out, then `unavailable` is
 * thrown; any other error of DynamoDB passes through.
 */
export interface TableAccess {
  get(key: Key): Promise<unknown>
  /** Items in no order; a key without an item gives none. Up to 100 keys, and only these attributes. */
  getAll(keys: readonly Key[], attributes: readonly string[]): Promise<readonly unknown[]>
  query(range: Range): Promise<readonly unknown[]>
  update(write: UpdateWrite): Promise<Written>
  delete(write: DeleteWrite): Promise<Written>
  /**
   * All of these writes, or none; absent ones are left out. One call is one logical transaction: however
   * often it has to be sent, by us or by the SDK after an answer got lost, it carries the same request token,
   * so that our own success never comes back to us as somebody else's.
   */
  transact<Name extends string>(writes: { readonly [name in Name]?: Write }): Promise<Transacted<Name>>
}

/** Opens the table that a client reaches under a name. */
export function accessTable({ client, tableName, patience = realPatience }: TableSettings): TableAccess {
  const TableName = tableName

  /** Sends until it is decided. `settle` may turn an error into an answer. */
  const send = <Answer extends object>(
    request: () => Promise<Answer>,
    settle: (error: unknown) => Answer | undefined = () => undefined,
  ): Promise<Answer> =>
    patiently(patience, async () => {
      try {
        return await request()
      } catch (error) {
        if (isPassing(error)) return undefined
        const settled = settle(error)
        if (settled === undefined) throw error
        return settled
      }
    })

  const refused = (error: unknown): Written | undefined => {
    const refusal = refusalOf(error)
    return refusal && { kind: 'refused', ...refusal }
  }

  async function getAll(keys: readonly Key[], attributes: readonly string[]) {
    const found: unknown[] = []
    let Keys: Record<string, unknown>[] = keys.map(keyOf)
    const projection = {
      ConsistentRead: true,
      ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(', '),
      ExpressionAttributeNames: names(...attributes),
    }
    if (Keys.length === 0) return found
    return patiently(patience, async () => {
      const request = new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ...projection } } })
      const { Responses, UnprocessedKeys } = await send(() => client.send(request))
      found.push(...(Responses?.[TableName] ?? []))
      Keys = UnprocessedKeys?.[TableName]?.Keys ?? []
      return Keys.length === 0 ? found : undefined
    })
  }

  async function query({ partition, from, to }: Range) {
    const found: unknown[] = []
    let next: Record<string, unknown> | undefined
    do {
      const request = new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: '#PK = :partition AND #SK BETWEEN :from AND :to',
        ExpressionAttributeNames: names('PK', 'SK'),
        ExpressionAttributeValues: { ':partition': partition, ':from': from, ':to': to },
        ExclusiveStartKey: next,
      })
      const page = await send(() => client.send(request))
      found.push(...(page.Items ?? []))
      next = page.LastEvaluatedKey
    } while (next !== undefined)
    return found
  }

  async function transact<Name extends string>(writes: { readonly [name in Name]?: Write }) {
    const named = presentWrites(writes)
    const TransactItems = named.map(([, write]) => withTable(write, TableName))
    const order = named.map(([name]) => name)
    let token = randomUUID()
    return send<Transacted<Name>>(
      async () => {
        const request = () =>
          client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: token }))
        await request().catch((error: unknown) => {
          if (!isTokenMismatch(error)) throw error
          token = randomUUID()
          return request()
        })
        return { kind: 'written' }
      },
      (error) => {
        const refusals = refusalsOf(error, order)
        return refusals && { kind: 'refused', refusals }
      },
    )
  }

  return {
    get: async (key) =>
      (await send(() => client.send(new GetCommand({ TableName, Key: keyOf(key), ConsistentRead: true }))))
        .Item,
    getAll,
    query,
    update: ({ Update }) =>
      send<Written>(async () => {
        await client.send(new UpdateCommand({ TableName, ...Update }))
        return { kind: 'written' }
      }, refused),
    delete: ({ Delete }) =>
      send<Written>(async () => {
        const { Attributes } = await client.send(
          new DeleteCommand({ TableName, ...Delete, ReturnValues: 'ALL_OLD' }),
        )
        return { kind: 'written', old: Attributes }
      }, refused),
    transact,
  }
}

function presentWrites<Name extends string>(writes: { readonly [name in Name]?: Write }): [Name, Write][] {
  const present: [Name, Write][] = []
  for (const name in writes) {
    const write = writes[name]
    if (write !== undefined) present.push([name, write])
  }
  return present
}

/** A write as DynamoDB takes it. */
function withTable(write: Write, TableName: string) {
  if ('Put' in write) return { Put: { TableName, ...write.Put } }
  if ('Update' in write) return { Update: { TableName, ...write.Update } }
  if ('Delete' in write) return { Delete: { TableName, ...write.Delete } }
  return { ConditionCheck: { TableName, ...write.ConditionCheck } }
}
