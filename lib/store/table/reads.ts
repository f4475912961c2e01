import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { tableFailures } from '../../aws/request-budget.ts'
import { Problem } from '../../domain/values/problem.ts'
import { keyOf, names } from './expressions.ts'
import { withRetry } from './retry.ts'
import { type DuePartition, type Key, table } from './schema.ts'
import { type Place, send } from './send.ts'

/** A range of sort keys in one partition, both ends included. */
export interface Range {
  readonly partition: string
  readonly from: string
  readonly to: string
}

/**
 * Reads one item consistently. Undefined when the item does not exist. Throws `unavailable` as `send` does.
 */
export async function getItem({ client, tableName, retryPolicy }: Place, key: Key): Promise<unknown> {
  const request = new GetCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true })
  return (await send(retryPolicy, () => client.send(request))).Item
}

/**
 * Reads up to 100 items by key, consistently and in no order, whole or with these attributes. A key without an item yields
 * nothing. Without keys, no request. Retries the `UnprocessedKeys` of BatchGetItem after a pause. Throws `unavailable` when
 * the retries run out.
 */
export async function getItems(
  { client, tableName, retryPolicy }: Place,
  keys: readonly Key[],
  attributes: readonly string[] | undefined,
): Promise<readonly unknown[]> {
  const found: unknown[] = []
  const projection = {
    ConsistentRead: true,
    ...(attributes && {
      ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(', '),
      ExpressionAttributeNames: names(...attributes),
    }),
  }
  let Keys: Record<string, unknown>[] = keys.map(keyOf)
  if (Keys.length === 0) return found
  const failures = tableFailures()
  return withRetry(retryPolicy, async () => {
    const request = new BatchGetCommand({ RequestItems: { [tableName]: { Keys, ...projection } } })
    const { Responses, UnprocessedKeys } = await send(retryPolicy, () => client.send(request))
    found.push(...(Responses?.[tableName] ?? []))
    Keys = UnprocessedKeys?.[tableName]?.Keys ?? []
    if (Keys.length === 0) return found
    if (failures.failed()) return undefined
    throw new Problem('unavailable')
  })
}

/**
 * Reads a range of a partition, consistently, in the order of the sort keys and across all pages. Throws
 * `unavailable` as `send` does.
 */
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

/**
 * Reads the first items of a partition, consistently and in the order of the sort keys, in one page. Throws
 * `unavailable` as `send` does.
 */
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

/**
 * Reads the last items of a range, consistently, last first, in one page. Throws `unavailable` as `send` does.
 */
export async function queryLast(
  { client, tableName, retryPolicy }: Place,
  { partition, from, to }: Range,
  limit: number,
): Promise<readonly unknown[]> {
  const request = new QueryCommand({
    TableName: tableName,
    ConsistentRead: true,
    KeyConditionExpression: '#PK = :partition AND #SK BETWEEN :from AND :to',
    ExpressionAttributeNames: names('PK', 'SK'),
    ExpressionAttributeValues: { ':partition': partition, ':from': from, ':to': to },
    ScanIndexForward: false,
    Limit: limit,
  })
  return (await send(retryPolicy, () => client.send(request))).Items ?? []
}

/**
 * Reads the keys of entries due by `now`, longest overdue first, in pages of `limit`. The index is eventually
 * consistent. Throws `unavailable` as `send` does.
 */
export async function* queryDue(
  { client, tableName, retryPolicy }: Place,
  partition: DuePartition,
  now: Date,
  limit: number,
): AsyncGenerator<readonly Key[]> {
  const { name, partitionKey, sortKey } = table.dueIndex
  let next: Record<string, unknown> | undefined
  do {
    const request = new QueryCommand({
      TableName: tableName,
      IndexName: name,
      KeyConditionExpression: '#partition = :due AND #dueAt <= :now',
      ExpressionAttributeNames: { '#partition': partitionKey, '#dueAt': sortKey },
      ExpressionAttributeValues: { ':due': partition, ':now': now.getTime() },
      Limit: limit,
      ExclusiveStartKey: next,
    })
    const page = await send(retryPolicy, () => client.send(request))
    yield (page.Items ?? []).map(({ PK, SK }) => ({ PK: String(PK), SK: String(SK) }))
    next = page.LastEvaluatedKey
  } while (next !== undefined)
}
