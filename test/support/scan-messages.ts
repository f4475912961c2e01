import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import type { Follow } from '../../lib/local/event-feed.ts'
import { tableClient } from './database.ts'

/**
 * Follows a table without a stream: finds each new message once, by scanning. The embedded database slows down with
 * each streamed change, and a test's table is small.
 */
export const scanMessages: Follow = ({ tableName }, _filter, handle) => {
  const handled = new Set<string>()
  const findNew = async () => {
    const { Items = [] } = await tableClient().send(
      new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        FilterExpression: 'begins_with(#PK, :message)',
        ExpressionAttributeNames: { '#PK': 'PK' },
        ExpressionAttributeValues: { ':message': 'MESSAGE#' },
      }),
    )
    return Items.flatMap((item) => {
      const sequence = String(item['SK'])
      if (handled.has(sequence)) return []
      const Keys = marshall({ PK: item['PK'], SK: item['SK'] })
      const dynamodb = { SequenceNumber: sequence, Keys, NewImage: marshall(item) }
      const record = { eventName: 'INSERT' as const, dynamodb }
      return [{ sequence, record }]
    }).toSorted((a, b) => a.sequence.localeCompare(b.sequence))
  }
  return {
    async catchUp() {
      const found = await findNew()
      if (found.length === 0) return
      const failed = await handle(found.map(({ record }) => record))
      for (const { sequence } of found) if (sequence !== failed) handled.add(sequence)
    },
    stop: () => {},
  }
}
