import type { WorkList } from '../../domain/health/health.ts'
import type { HealthNotes } from '../../flows/ports/health/health-notes.ts'
import { healthNoteRow, healthNoteWrite } from '../rows/health/health-note.ts'
import { mailNoteRow, mailNoteWrite } from '../rows/health/mail-note.ts'
import { readRow } from '../rows/row.ts'
import { type DuePartition, duePartitions, keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'

const partitions = {
  messages: duePartitions.message,
  disconnections: duePartitions.identity,
  erasures: duePartitions.erasure,
} as const satisfies Record<WorkList, DuePartition>

/** Implements `HealthNotes` on a table. Every method throws `unavailable` as the table does. */
export const healthNotesIn = (table: Pick<TableAccess, 'get' | 'update' | 'due'>): HealthNotes => ({
  async note(note) {
    await table.update(mailNoteWrite(note))
  },

  async find() {
    const item = await table.get(keys.mailNote())
    return item === undefined ? undefined : readRow(mailNoteRow, item)
  },

  async noteHealth(note) {
    await table.update(healthNoteWrite(note))
  },

  async findHealth() {
    const item = await table.get(keys.healthNote())
    return item === undefined ? undefined : readRow(healthNoteRow, item)
  },

  async isOverdue(list, at) {
    for await (const page of table.due(partitions[list], at, 1)) return page.length > 0
    return false
  },
})
