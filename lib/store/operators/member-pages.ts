import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { MemberId } from '../../domain/values/ids.ts'
import { memberAuthStateRow } from '../rows/auth-state.ts'
import { readRow } from '../rows/row.ts'
import { names } from '../table/expressions.ts'
import { type Place, send } from '../table/send.ts'

/** Items scanned for one page. Most are not members. */
const itemsPerPage = 500

/**
 * The ids of all members, page by page. Scans the whole table, so only operators' commands use it. Throws
 * `unavailable` as `send` does.
 */
export async function* memberPages({
  client,
  tableName,
  retryPolicy,
}: Place): AsyncGenerator<readonly MemberId[]> {
  let next: Record<string, unknown> | undefined
  do {
    const request = new ScanCommand({
      TableName: tableName,
      ConsistentRead: true,
      Limit: itemsPerPage,
      FilterExpression: '#SK = :member',
      ExpressionAttributeNames: names('SK'),
      ExpressionAttributeValues: { ':member': 'MEMBER' },
      ExclusiveStartKey: next,
    })
    const page = await send(retryPolicy, () => client.send(request))
    yield (page.Items ?? []).map((item) => readRow(memberAuthStateRow, item).id)
    next = page.LastEvaluatedKey
  } while (next !== undefined)
}
