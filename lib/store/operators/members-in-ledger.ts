import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { isMemberId } from '../../domain/values/ids.ts'
import type { MembersInLedger } from '../../flows/ports/store/operators/members-in-ledger.ts'
import { erasedRow, hastenErasureWrite } from '../rows/member/erasure.ts'
import { readRow } from '../rows/row.ts'
import { keys } from '../table/schema.ts'
import { type Place, send } from '../table/send.ts'
import type { TableAccess } from '../table/table-access.ts'

/** Implements `MembersInLedger` on the members' table, and on the ledger's. Throws `unavailable` as the tables do. */
export const membersInLedger = (table: TableAccess, ledger: Place): MembersInLedger => ({
  async *pages() {
    let next: Record<string, unknown> | undefined
    do {
      const request = new ScanCommand({ TableName: ledger.tableName, ExclusiveStartKey: next })
      const page = await send(ledger.retryPolicy, () => ledger.client.send(request))
      yield (page.Items ?? []).map(({ PK }) => String(PK).slice('ERASED#'.length)).filter(isMemberId)
      next = page.LastEvaluatedKey
    } while (next !== undefined)
  },

  async hasten(member, now) {
    const { erasedAt, pseudonym } = readRow(erasedRow, await table.get(keys.member(member.id)))
    if (erasedAt !== undefined) return 'erased'
    if (pseudonym !== undefined) return 'hastened'
    const { kind } = await table.update(hastenErasureWrite(member, now))
    return kind === 'written' ? 'hastened' : 'conflict'
  },
})
