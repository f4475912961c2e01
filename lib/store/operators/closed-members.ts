import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import * as v from 'valibot'
import type {
  ClosedMember,
  ClosedMembers,
  MergedAway,
} from '../../flows/ports/store/operators/closed-members.ts'
import { memberId, moment } from '../rows/fields.ts'
import { deactivationId } from '../rows/member/member.ts'
import { names } from '../table/expressions.ts'
import { type Place, send } from '../table/send.ts'

const closedRow = v.object({
  id: memberId,
  deactivationId,
  restorableUntil: moment,
  rejoinFrom: moment,
})
const mergedRow = v.object({ id: memberId, mergedInto: memberId })

function closedIn(item: unknown): readonly ClosedMember[] {
  const { success, output } = v.safeParse(closedRow, item)
  return success ? [output] : []
}

function mergedIn(item: unknown): readonly MergedAway[] {
  const { success, output } = v.safeParse(mergedRow, item)
  return success ? [{ id: output.id, into: output.mergedInto }] : []
}

/** Implements `ClosedMembers` on a table. An erased account has no name for messages any more, so it is none of them. */
export const closedMembersIn = ({ client, tableName, retryPolicy }: Place): ClosedMembers => ({
  async *pages() {
    let next: Record<string, unknown> | undefined
    do {
      const request = new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        FilterExpression: '#SK = :member AND #status IN (:withdrawn, :merged)',
        ExpressionAttributeNames: names('SK', 'status'),
        ExpressionAttributeValues: { ':member': 'MEMBER', ':withdrawn': 'withdrawn', ':merged': 'merged' },
        ExclusiveStartKey: next,
      })
      const page = await send(retryPolicy, () => client.send(request))
      const items: readonly unknown[] = page.Items ?? []
      yield { closed: items.flatMap(closedIn), merged: items.flatMap(mergedIn) }
      next = page.LastEvaluatedKey
    } while (next !== undefined)
  },
})
