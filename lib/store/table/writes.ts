import { randomUUID } from 'node:crypto'
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { isTokenMismatch, type RefusedWrite, refusedWriteOf, refusedWritesOf } from './conflicts.ts'
import type { DeleteWrite, UpdateWrite, Write } from './expressions.ts'
import { type Place, type SendTransaction, send } from './send.ts'

/** The result of a single write. `item` is the new item of an update, or the old one of a delete. */
export type Written =
  | { readonly kind: 'written'; readonly item?: unknown }
  | { readonly kind: 'refused'; readonly refusal: RefusedWrite }

/** The result of a transaction: all writes happened, or none because the named ones were refused. */
export type Transacted<Name extends string> =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly refusals: Partial<Record<Name, RefusedWrite>> }

/** The writes of a transaction by name. Absent ones are omitted. */
export type Writes<Name extends string> = { readonly [name in Name]?: Write }

function refusedBy(error: unknown): Written | undefined {
  const refusal = refusedWriteOf(error)
  return refusal && { kind: 'refused', refusal }
}

/** Sends one update (UpdateItem) and gives the new item. Throws `unavailable` as `send` does. */
export function updateItem(
  { client, tableName, retryPolicy }: Place,
  { Update }: UpdateWrite,
): Promise<Written> {
  const request = new UpdateCommand({ TableName: tableName, ...Update, ReturnValues: 'ALL_NEW' })
  const change = async (): Promise<Written> => ({
    kind: 'written',
    item: (await client.send(request)).Attributes,
  })
  return send(retryPolicy, change, refusedBy)
}

/** Sends one delete (DeleteItem) and gives the old item. Throws `unavailable` as `send` does. */
export function deleteItem(
  { client, tableName, retryPolicy }: Place,
  { Delete }: DeleteWrite,
): Promise<Written> {
  const request = new DeleteCommand({ TableName: tableName, ...Delete, ReturnValues: 'ALL_OLD' })
  const take = async (): Promise<Written> => ({
    kind: 'written',
    item: (await client.send(request)).Attributes,
  })
  return send(retryPolicy, take, refusedBy)
}

/**
 * Sends all of these writes or none (TransactWriteItems). Every retry of a call, by us or by the SDK, carries
 * the same request token, so our own success never returns as a conflict. When DynamoDB knows the token from
 * other writes, a new token lets the conditions decide. Throws `unavailable` as `send` does.
 */
export function transact<Name extends string>(
  { client, tableName, retryPolicy, sendTransaction = sendBy(client) }: Place,
  writes: Writes<Name>,
): Promise<Transacted<Name>> {
  const present = presentOf(writes)
  const order = present.map(([name]) => name)
  let token = randomUUID()
  const request = () => sendTransaction({ writes: present.map(([, write]) => write), tableName, token })
  const attempt = async (): Promise<Transacted<Name>> => {
    await request().catch((error: unknown) => {
      if (!isTokenMismatch(error)) throw error
      token = randomUUID()
      return request()
    })
    return { kind: 'written' }
  }
  return send(retryPolicy, attempt, (error) => {
    const refusals = refusedWritesOf(error, order)
    return refusals && { kind: 'refused', refusals }
  })
}

/** Sends transactions by the document client. */
const sendBy =
  (client: DynamoDBDocumentClient): SendTransaction =>
  ({ writes, tableName, token }) => {
    const TransactItems = writes.map((write) => withTable(write, tableName))
    return client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: token }))
  }

function presentOf<Name extends string>(writes: Writes<Name>): [Name, Write][] {
  const present: [Name, Write][] = []
  for (const name in writes) {
    const write = writes[name]
    if (write !== undefined) present.push([name, write])
  }
  return present
}

/** A write in DynamoDB's format. */
function withTable(write: Write, TableName: string) {
  if ('Put' in write) return { Put: { TableName, ...write.Put } }
  if ('Update' in write) return { Update: { TableName, ...write.Update } }
  if ('Delete' in write) return { Delete: { TableName, ...write.Delete } }
  return { ConditionCheck: { TableName, ...write.ConditionCheck } }
}
