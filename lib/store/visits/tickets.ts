import { setTimeout } from 'node:timers/promises'
import { defined } from '../../domain/values/defined.ts'
import type { Once, Tickets, VisitTrace } from '../../flows/ports/store.ts'
import { refusedVisitWrite, useTicketWrite, visitTraceRow } from '../rows/once.ts'
import { pendingTraceRow } from '../rows/pending.ts'
import { kindOf, readRow } from '../rows/row.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

/** The pauses between looks for another request: a provider answers in some 100 ms, and its profile takes as long. */
const pausesMs = [100, 250, 400]

/** Implements `Tickets` on a table. Every method throws `unavailable` as the table does. */
export function ticketsIn(table: TableAccess): Tickets {
  async function traceOf({ transactionId }: Once): Promise<VisitTrace | undefined> {
    const item = await table.get(keys.once('transaction', transactionId))
    if (item === undefined) return undefined
    if (kindOf(item) === pendingTraceRow.kind) {
      const { id: pendingId, createdAt: at } = readRow(pendingTraceRow, item)
      return { at, pendingId, refused: false }
    }
    const { usedAt, pendingId, refused } = readRow(visitTraceRow, item)
    return usedAt && { at: usedAt, refused, ...defined({ pendingId }) }
  }
  return {
    take: async (use) => (await table.update(useTicketWrite(use))).kind === 'written',
    refuse: async (once) => (await table.update(refusedVisitWrite(once))).kind === 'written',
    traceOf,
    async awaitTrace(once) {
      let trace = await traceOf(once)
      for (const pause of pausesMs) {
        if (trace !== undefined) return trace
        await setTimeout(pause)
        trace = await traceOf(once)
      }
      return trace
    },
  }
}
