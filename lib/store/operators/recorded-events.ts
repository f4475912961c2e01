import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { RecordedEvents } from '../../flows/ports/store/operators/repeats.ts'
import { eventRow } from '../rows/member/history.ts'
import { readableRow } from '../rows/row.ts'
import { names } from '../table/expressions.ts'
import { type Place, send } from '../table/send.ts'

/** Items scanned for one page. Most are no events. */
const itemsPerPage = 500

/**
 * The events of all histories since a moment. A scan gives the rows of one partition in the order of their keys, so the
 * events of a member come in order. It reads the whole table, so only operators' commands use it. Throws `unavailable`
 * as `send` does.
 */
export const recordedEventsIn = ({ client, tableName, retryPolicy }: Place): RecordedEvents => ({
  async *pages(since) {
    let next: Record<string, unknown> | undefined
    do {
      const request = new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        Limit: itemsPerPage,
        FilterExpression: '#kind = :event AND #at >= :since',
        ExpressionAttributeNames: names('kind', 'at'),
        ExpressionAttributeValues: { ':event': eventRow.kind, ':since': since.getTime() },
        ExclusiveStartKey: next,
      })
      const page = await send(retryPolicy, () => client.send(request))
      yield (page.Items ?? []).map((item) => readableRow(eventRow, item))
      next = page.LastEvaluatedKey
    } while (next !== undefined)
  },
})
