import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { memberAuthStateRow } from '../rows/auth-state.ts'
import { readRow } from '../rows/row.ts'
import { names } from '../table/expressions.ts'
import { type Place, send } from '../table/send.ts'

/** Items scanned with one request. Most are not members. */
const itemsPerRequest = 500

/** Members of a page, whom a command treats at the same time. The SDK has 50 connections, and a member needs up to three. */
const membersPerPage = 32

/**
 * The ids of all members, or of those that one import made, page by page. Scans the whole table, so only operators' commands use it. Throws
 * `unavailable` as `send` does.
 */
export async function* memberPages(
  { client, tableName, retryPolicy }: Place,
  importId?: string,
): AsyncGenerator<readonly MemberId[]> {
  const isWanted = importId === undefined ? '#SK = :member' : '#SK = :member AND #importId = :import'
  let next: Record<string, unknown> | undefined
  do {
    const request = new ScanCommand({
      TableName: tableName,
      ConsistentRead: true,
      Limit: itemsPerRequest,
      FilterExpression: isWanted,
      ExpressionAttributeNames: importId === undefined ? names('SK') : names('SK', 'importId'),
      ExpressionAttributeValues: { ':member': 'MEMBER', ...defined({ ':import': importId }) },
      ExclusiveStartKey: next,
    })
    const page = await send(retryPolicy, () => client.send(request))
    const ids = (page.Items ?? []).map((item) => readRow(memberAuthStateRow, item).id)
    for (let at = 0; at < ids.length; at += membersPerPage) yield ids.slice(at, at + membersPerPage)
    next = page.LastEvaluatedKey
  } while (next !== undefined)
}
