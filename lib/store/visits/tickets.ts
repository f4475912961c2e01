import { defined } from '../../domain/values/defined.ts'
import type { Tickets } from '../../flows/ports/store.ts'
import { storedTokenClaimWrite } from '../rows/identity/provider-token.ts'
import { onceWrites, wasUsed } from '../rows/once.ts'
import { readRow } from '../rows/row.ts'
import { keepTicketWrite, takeTicketWrite, ticketRow } from '../rows/ticket.ts'
import type { TableAccess } from '../table/table-access.ts'
import { keepPending } from './keep-pending.ts'

/** Implements `Tickets` on a table. Every method throws `unavailable` as the table does. */
export const ticketsIn = (table: TableAccess): Tickets => ({
  async issue(issued, once, leaves) {
    const ticket = keepTicketWrite(issued)
    if (leaves !== undefined && 'pending' in leaves) {
      const kept = await keepPending(table, leaves, once, { ticket })
      return kept === 'kept' ? 'issued' : kept
    }
    const claim = leaves && storedTokenClaimWrite(leaves.identity, leaves.storedToken)
    const result = await table.transact({ ...onceWrites(once), ticket, ...defined({ claim }) })
    if (result.kind === 'written') return 'issued'
    return wasUsed(result.refusals) ? 'used' : 'conflict'
  },

  async take(id, now) {
    const result = await table.delete(takeTicketWrite(id))
    if (result.kind === 'refused' || result.item === undefined) return undefined
    const ticket = readRow(ticketRow, result.item)
    return ticket.expiresAt > now ? ticket : undefined
  },
})
