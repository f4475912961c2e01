import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { keyOf, names } from './expressions.ts'
import { withRetry } from './retry.ts'
import { type DuePartition, type Key, table } from './schema.ts'
import { type Place, send } from './send.ts'

/** A part of one partition. */
export interface Range {
  readonly partition: string
  readonly from: string
  readonly to: string
}

/** Reads one item, as it is now; undefined when there is none. */
export async function getItem({ client, tableName, retryPolicy }: Place, key: Key): Promise<unknown> {
  const request = new GetCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true })
  return (await send(retryPolicy, () => client.send(request))).Item
}

/**
 * Reads up to 100 items by key, as they are now and in no order; a key without an item gives none. No keys,
 * no request. What DynamoDB did not get to (`UnprocessedKeys`) is asked for again after a pause.
 */
export async function getItems(
  { client, tableName, retryPolicy }: Place,
  keys: readonly Key[],
  attributes: readonly string[],
): Promise<readonly unknown[]> {
  const found: unknown[] = []
  const how = {
    ConsistentRead: true,
    ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(', '),
    ExpressionAttributeNames: names(...attributes),
  }
  let Keys: Record<string, unknown>[] = keys.map(keyOf)
  if (Keys.length === 0) return found
  return withRetry(retryPolicy, async () => {
    const request = new BatchGetCommand({ RequestItems: { [tableName]: { Keys, ...how } } })
    const { Responses, UnprocessedKeys } = await send(retryPolicy, () => client.send(request))
    found.push(...(Responses?.[tableName] ?? []))
    Keys = UnprocessedKeys?.[tableName]?.Keys ?? []
    return Keys.length === 0 ? found : undefined
  })
}

/** Reads a range of a partition, as it is now and in the order of its sort keys, page by page. */
export async function queryItems(
  { client, tableName, retryPolicy }: Place,
  { partition, from, to }: Range,
): Promise<readonly unknown[]> {
  const found: unknown[] = []
  let next: Record<string, unknown> | undefined
  do {
    const request = new QueryCommand({
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: '#PK = :partition AND #SK BETWEEN :from AND :to',
      ExpressionAttributeNames: names('PK', 'SK'),
      ExpressionAttributeValues: { ':partition': partition, ':from': from, ':to': to },
      ExclusiveStartKey: next,
    })
    const page = await send(retryPolicy, () => client.send(request))
    found.push(...(page.Items ?? []))
    next = page.LastEvaluatedKey
  } while (next !== undefined)
  return found
}

/** Reads the first items of a partition, as they are now and in the order of their sort keys. One page. */
export async function queryFirst(
  { client, tableName, retryPolicy }: Place,
  partition: string,
  limit: number,
): Promise<readonly unknown[]> {
  const request = new QueryCommand({
    TableName: tableName,
    ConsistentRead: true,
    KeyConditionExpression: '#PK = :partition',
    ExpressionAttributeNames: names('PK'),
    ExpressionAttributeValues: { ':partition': partition },
    Limit: limit,
  })
  return (await send(retryPolicy, () => client.send(request))).Items ?? []
}

/** Reads the keys of what is due by then, the longest overdue first. The index may be behind the table. */
export async function queryDue(
  { client, tableName, retryPolicy }: Place,
  partition: DuePartition,
  now: Date,
  limit: number,
): Promise<readonly Key[]> {
  const { name, partitionKey, sortKey } = table.dueIndex
  const request = new QueryCommand({
    TableName: tableName,
    IndexName: name,
    KeyConditionExpression: '#partition = :due AND #dueAt <= :now',
    ExpressionAttributeNames: { '#partition': partitionKey, '#dueAt': sortKey },
    ExpressionAttributeValues: { ':due': partition, ':now': now.getTime() },
    Limit: limit,
  })
  const { Items = [] } = await send(retryPolicy, () => client.send(request))
  return Items.map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) }))
}
