import * as v from 'valibot'
import { checkResults, type HealthNote } from '../../../domain/health/health.ts'
import { type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { attributesOf, moment } from '../fields.ts'
import type { RowDefinition } from '../row.ts'

const result = v.picklist(checkResults)

/** What the courier saw last of the stage. One row for a stage. */
export const healthNoteRow = {
  kind: 'health_note',
  schema: v.object({
    checks: v.object({
      secrets: result,
      keys: result,
      messages: result,
      disconnections: result,
      erasures: result,
      mail: result,
    }),
    at: moment,
    origins: v.exactOptional(v.array(v.string())),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** Replaces the note, unless a newer one is there. Hashes of secrets that could not be read stay as they were. */
export const healthNoteWrite = (note: HealthNote): UpdateWrite =>
  updateWhen(
    keys.healthNote(),
    { set: { kind: healthNoteRow.kind, ...attributesOf(note) } },
    { text: 'attribute_not_exists(#PK) OR #at < :seen', values: { seen: note.at.getTime() } },
  )
