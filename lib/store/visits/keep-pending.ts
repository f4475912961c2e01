import type { Once, PendingVisit } from '../../flows/ports/store.ts'
import { identityClaimRow, pendingClaimWrite } from '../rows/identity/identity-claim.ts'
import { onceWrites, wasUsed } from '../rows/once.ts'
import { keepPendingWrite } from '../rows/pending.ts'
import { readRow } from '../rows/row.ts'
import type { Write } from '../table/expressions.ts'
import type { TableAccess } from '../table/table-access.ts'

/**
 * Keeps a visit, with the claim of its identity and what belongs to it, as one transaction. An identity that
 * waits for longer already goes on to do so, which the first write cannot know: then there is a second one.
 */
export async function keepPending(
  table: TableAccess,
  { pending, dueAt, storedToken }: PendingVisit,
  once: Once | 'written_before',
  also: { readonly ticket?: Write } = {},
): Promise<'kept' | 'moved' | 'used'> {
  const { identity } = pending.profile
  const keep = (time: Parameters<typeof pendingClaimWrite>[3]) =>
    table.transact({
      ...onceWrites(once),
      ...also,
      claim: pendingClaimWrite(identity, dueAt, pending.shared, time, storedToken),
      pending: keepPendingWrite(pending),
    })
  const first = await keep('moves_its_time')
  if (first.kind === 'written') return 'kept'
  if (wasUsed(first.refusals)) return 'used'
  const claim = first.refusals.claim?.item
  if (claim === undefined || readRow(identityClaimRow, claim).state !== 'pending') return 'moved'
  const second = await keep('keeps_its_time')
  if (second.kind === 'written') return 'kept'
  return wasUsed(second.refusals) ? 'used' : 'moved'
}
