import type { Tickets } from '../flows/ports/store.ts'
import { onceWrites, wasUsed } from './rows/once.ts'
import { readRow } from './rows/row.ts'
import { keepTicketWrite, takeTicketWrite, ticketRow } from './rows/ticket.ts'
import type { TableAccess } from './table-access.ts'
import { keepWaiting } from './waiting.ts'

/** Tickets in a table. */
export const ticketsIn = (table: TableAccess): Tickets => ({
  async issue(issued, once, waiting) {
    const ticket = keepTicketWrite(issued)
    if (waiting !== undefined) {
      const kept = await keepWaiting(table, waiting, once, { ticket })
      return kept === 'kept' ? 'issued' : kept
    }
    const result = await table.transact({ ...onceWrites(once), ticket })
    if (result.kind === 'written') return 'issued'
    return wasUsed(result.refusals) ? 'used' : 'moved'
  },

  async take(id, now) {
    const result = await table.delete(takeTicketWrite(id))
    if (result.kind === 'refused' || result.item === undefined) return undefined
    const ticket = readRow(ticketRow, result.item)
    return ticket.expiresAt > now ? ticket : undefined
  },
})
