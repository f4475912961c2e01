import { defined } from '../../domain/values/defined.ts'
import type { PendingConnection } from '../../domain/visit/pending-connection.ts'
import type { FoundPending, PendingConnections } from '../../flows/ports/store.ts'
import { useProofWrites } from '../rows/code.ts'
import { useCheckWrite } from '../rows/identity/identity-check.ts'
import { identityClaimRow } from '../rows/identity/identity-claim.ts'
import { disconnectingClaimWrite, heldClaimWrite } from '../rows/identity/identity-ending.ts'
import { onceWrites } from '../rows/once.ts'
import { countVisitChangeWrite, endPendingWrite, handOverWrite, pendingRow } from '../rows/pending.ts'
import { readRow } from '../rows/row.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'
import { keepPending } from './keep-pending.ts'

const declinedWrite = ({ id, tokenId, shared }: PendingConnection, now: Date) =>
  endPendingWrite(id, tokenId, shared ? 'released' : 'disconnected', now)

/** The visit in an item; undefined if it has run out. */
function foundIn(item: unknown, now: Date): FoundPending | undefined {
  const row = readRow(pendingRow, item)
  if (row.expiresAt <= now) return undefined
  if (row.state === 'ended') return { kind: 'ended', end: row.end }
  const { state: _, ...pending } = row
  return { kind: 'open', pending }
}

/** Implements `PendingConnections` on a table. Every method throws `unavailable` as the table does. */
export const pendingConnectionsIn = (table: TableAccess): PendingConnections => ({
  keep: (pending, once, dueAt, storedToken) => keepPending(table, { pending, dueAt, storedToken }, once),

  async find(id, now) {
    const item = await table.get(keys.pending(id))
    return item === undefined ? undefined : foundIn(item, now)
  },

  async findCounted(id, most, now) {
    const counted = await table.update(countVisitChangeWrite(id, most))
    if (counted.kind === 'written') return foundIn(counted.item, now)
    return counted.refusal.item === undefined ? undefined : 'exhausted'
  },

  async handOver(id, from, to, pendingState, consumes) {
    const visit = handOverWrite(id, from, to, pendingState)
    const { proofs = [], checkId, ticket, now } = consumes ?? {}
    if (now === undefined || (proofs.length === 0 && checkId === undefined && ticket === undefined)) {
      return (await table.update(visit)).kind === 'written'
    }
    const check = checkId && useCheckWrite(checkId)
    const once = onceWrites(ticket ?? 'written_before')
    const writes = { visit, ...once, ...useProofWrites(proofs, now), ...defined({ check }) }
    return (await table.transact(writes)).kind === 'written'
  },

  async decline(pending, now) {
    const visit = declinedWrite(pending, now)
    const claim = disconnectingClaimWrite(pending.profile.identity, now, pending.shared)
    const result = await table.transact({ visit, claim })
    if (result.kind === 'written') return { kind: 'declined' }
    if (result.refusals.visit !== undefined) return { kind: 'used' }
    const { state, memberId: owner } = readRow(identityClaimRow, result.refusals.claim?.item)
    if (state === 'linked') return { kind: 'elsewhere' }
    const { shared } = pending
    const held =
      state === 'unlinked_by_provider' && owner !== undefined
        ? { claim: heldClaimWrite({ identity: pending.profile.identity, owner, shared }, state, now) }
        : undefined
    // Where another visit or the sweep already disconnects the identity, this visit only has to end.
    const ended = await table.transact({ visit, ...held })
    if (ended.kind === 'refused') return { kind: 'used' }
    return { kind: 'declined', ...(held && defined({ owner })) }
  },
})
