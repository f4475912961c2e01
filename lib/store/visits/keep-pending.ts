import type { Once, PendingVisit } from '../../flows/ports/store.ts'
import { identityClaimRow, pendingClaimWrite } from '../rows/identity/identity-claim.ts'
import { reconnectedClaimWrite } from '../rows/identity/identity-ending.ts'
import { usedAccessTokenWrites } from '../rows/once.ts'
import { keepPendingWrite } from '../rows/pending.ts'
import { readRow } from '../rows/row.ts'
import type { Write } from '../table/expressions.ts'
import type { TableAccess } from '../table/table-access.ts'

/** Whether the visit's OAuth request or its access token was used. */
const wasUsed = (refusals: { readonly pending?: unknown; readonly usedAccessToken?: unknown }): boolean =>
  refusals.pending !== undefined || refusals.usedAccessToken !== undefined

/**
 * Stores a pending visit with its identity's claim, in one transaction. The first attempt moves the
 * claim's due time; an identity that is due later already keeps its time, which takes a second attempt. Gives
 * `conflict` when the identity is not pending any more. Throws `unavailable` as the table does.
 */
export async function keepPending(
  table: TableAccess,
  { pending, dueAt, storedToken }: PendingVisit,
  once: Pick<Once, 'accessToken'>,
): Promise<'kept' | 'conflict' | 'used'> {
  const { identity } = pending.profile
  const store = (claim: Write) =>
    table.transact({ pending: keepPendingWrite(pending), ...usedAccessTokenWrites(once), claim })
  const first = await store(pendingClaimWrite(identity, dueAt, pending.shared, 'moves_its_time', storedToken))
  if (first.kind === 'written') return 'kept'
  if (wasUsed(first.refusals)) return 'used'
  const item = first.refusals.claim?.item
  const claim = item && readRow(identityClaimRow, item)
  if (claim?.state !== 'pending' && claim?.state !== 'unlinked_by_provider') return 'conflict'
  const second =
    claim.state === 'pending'
      ? await store(pendingClaimWrite(identity, dueAt, pending.shared, 'keeps_its_time', storedToken))
      : // The identity had ended at a member. It still leads there until its person links it or starts anew.
        await store(reconnectedClaimWrite(claim, dueAt, storedToken))
  if (second.kind === 'written') return 'kept'
  return wasUsed(second.refusals) ? 'used' : 'conflict'
}
