import { randomUUID } from 'node:crypto'
import { DeleteCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { isTokenMismatch, type Refusal, refusalsOf, wasRefused } from './conflicts.ts'
import type { DeleteWrite, UpdateWrite, Write } from './expressions.ts'
import { type Place, send } from './send.ts'

/** Whether a single write happened; `item` is what an update left there, or what a delete took away. */
export type Written = { readonly kind: 'written'; readonly item?: unknown } | { readonly kind: 'refused' }

/** Whether all of a transaction happened, or nothing did because these of its writes were refused. */
export type Transacted<Name extends string> =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly refusals: Partial<Record<Name, Refusal>> }

/** The writes of a transaction, each under a name of its own; absent ones are left out. */
export type Writes<Name extends string> = { readonly [name in Name]?: Write }

const refusal = (error: unknown): Written | undefined => (wasRefused(error) ? { kind: 'refused' } : undefined)

/** Sends one update, and tells what it left there. */
export function updateItem(
  { client, tableName, retryPolicy }: Place,
  { Update }: UpdateWrite,
): Promise<Written> {
  const request = new UpdateCommand({ TableName: tableName, ...Update, ReturnValues: 'ALL_NEW' })
  const change = async (): Promise<Written> => ({
    kind: 'written',
    item: (await client.send(request)).Attributes,
  })
  return send(retryPolicy, change, refusal)
}

/** Sends one delete, and tells what it took away. */
export function deleteItem(
  { client, tableName, retryPolicy }: Place,
  { Delete }: DeleteWrite,
): Promise<Written> {
  const request = new DeleteCommand({ TableName: tableName, ...Delete, ReturnValues: 'ALL_OLD' })
  const take = async (): Promise<Written> => ({
    kind: 'written',
    item: (await client.send(request)).Attributes,
  })
  return send(retryPolicy, take, refusal)
}

/**
 * Sends all of these writes, or none. One call is one logical transaction: however often it has to be sent,
 * by us or by the SDK after an answer got lost, it carries the same request token, so that our own success
 * never comes back to us as somebody else's. A token that DynamoDB knows from other writes says nothing of
 * ours: then a new one lets the conditions answer.
 */
export function transact<Name extends string>(
  { client, tableName, retryPolicy }: Place,
  writes: Writes<Name>,
): Promise<Transacted<Name>> {
  const present = presentOf(writes)
  const TransactItems = present.map(([, write]) => withTable(write, tableName))
  const order = present.map(([name]) => name)
  let ClientRequestToken = randomUUID()
  const request = () => client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }))
  const attempt = async (): Promise<Transacted<Name>> => {
    await request().catch((error: unknown) => {
      if (!isTokenMismatch(error)) throw error
      ClientRequestToken = randomUUID()
      return request()
    })
    return { kind: 'written' }
  }
  return send(retryPolicy, attempt, (error) => {
    const refusals = refusalsOf(error, order)
    return refusals && { kind: 'refused', refusals }
  })
}

function presentOf<Name extends string>(writes: Writes<Name>): [Name, Write][] {
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
