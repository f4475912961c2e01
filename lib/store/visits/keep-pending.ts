import type { Once, PendingVisit } from '../../flows/ports/store.ts'
import { identityClaimRow, pendingClaimWrite } from '../rows/identity/identity-claim.ts'
import { onceWrites, wasUsed } from '../rows/once.ts'
import { keepPendingWrite } from '../rows/pending.ts'
import { readRow } from '../rows/row.ts'
import type { Write } from '../table/expressions.ts'
import type { TableAccess } from '../table/table-access.ts'

/**
 * Stores a pending visit with its identity's claim and `also`, in one transaction. The first attempt moves the
 * claim's due time; an identity that is due later already keeps its time, which takes a second attempt. Gives
 * `conflict` when the identity is not pending any more. Throws `unavailable` as the table does.
 */
export async function keepPending(
  table: TableAccess,
  { pending, dueAt, storedToken }: PendingVisit,
  once: Once | 'written_before',
  also: { readonly ticket?: Write } = {},
): Promise<'kept' | 'conflict' | 'used'> {
  const { identity } = pending.profile
  const store = (time: Parameters<typeof pendingClaimWrite>[3]) =>
    table.transact({
      ...onceWrites(once),
      ...also,
      claim: pendingClaimWrite(identity, dueAt, pending.shared, time, storedToken),
      pending: keepPendingWrite(pending),
    })
  const first = await store('moves_its_time')
  if (first.kind === 'written') return 'kept'
  if (wasUsed(first.refusals)) return 'used'
  const claim = first.refusals.claim?.item
  if (claim === undefined || readRow(identityClaimRow, claim).state !== 'pending') return 'conflict'
  const second = await store('keeps_its_time')
  if (second.kind === 'written') return 'kept'
  return wasUsed(second.refusals) ? 'used' : 'conflict'
}
