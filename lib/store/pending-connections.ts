import type { PendingConnections } from '../flows/ports/store.ts'
import { waitingClaimWrite } from './rows/claim.ts'
import { onceWrites, wasUsed } from './rows/once.ts'
import { handOverWrite, keepPendingWrite, pendingRow } from './rows/pending.ts'
import { readRow } from './rows/row.ts'
import { keys } from './schema.ts'
import type { TableAccess } from './table-access.ts'

/** Visits that wait, in a table. */
export const pendingConnectionsIn = (table: TableAccess): PendingConnections => ({
  async keep(pending, once, dueAt) {
    const result = await table.transact({
      ...onceWrites(once),
      claim: waitingClaimWrite(pending.profile.identity, dueAt),
      pending: keepPendingWrite(pending),
    })
    if (result.kind === 'written') return 'kept'
    return wasUsed(result.refusals) ? 'used' : 'moved'
  },

  async find(id, now) {
    const item = await table.get(keys.pending(id))
    if (item === undefined) return undefined
    const row = readRow(pendingRow, item)
    if (row.expiresAt <= now) return undefined
    if (row.state === 'ended') return { kind: 'ended', end: row.end }
    const { state: _, ...pending } = row
    return { kind: 'open', pending }
  },

  async handOver(id, from, to) {
    return (await table.update(handOverWrite(id, from, to))).kind === 'written'
  },
})
