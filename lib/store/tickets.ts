import type { Tickets } from '../flows/ports/store.ts'
import { waitingClaimWrite } from './rows/claim.ts'
import { onceWrites, wasUsed } from './rows/once.ts'
import { keepPendingWrite } from './rows/pending.ts'
import { readRow } from './rows/row.ts'
import { keepTicketWrite, takeTicketWrite, ticketRow } from './rows/ticket.ts'
import type { TableAccess } from './table-access.ts'

/** Tickets in a table. */
export const ticketsIn = (table: TableAccess): Tickets => ({
  async issue(ticket, once, waiting) {
    const result = await table.transact({
      ...onceWrites(once),
      ticket: keepTicketWrite(ticket),
      ...(waiting !== undefined && {
        claim: waitingClaimWrite(waiting.pending.profile.identity, waiting.dueAt),
        pending: keepPendingWrite(waiting.pending),
      }),
    })
    if (result.kind === 'written') return 'issued'
    return wasUsed(result.refusals) ? 'used' : 'moved'
  },

  async take(id, now) {
    const result = await table.delete(takeTicketWrite(id))
    if (result.kind === 'refused' || result.old === undefined) return undefined
    const ticket = readRow(ticketRow, result.old)
    return ticket.expiresAt > now ? ticket : undefined
  },
})
