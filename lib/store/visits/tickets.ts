import type { Tickets } from '../../flows/ports/store.ts'
import { refusedVisitWrite, useTicketWrite } from '../rows/once.ts'
import type { TableAccess } from '../table/table-access.ts'

/** Implements `Tickets` on a table. Every method throws `unavailable` as the table does. */
export const ticketsIn = (table: TableAccess): Tickets => ({
  take: async (use) => (await table.update(useTicketWrite(use))).kind === 'written',
  refuse: async (once) => (await table.update(refusedVisitWrite(once))).kind === 'written',
})
