import * as v from 'valibot'
import type { MailNote } from '../../../domain/health/health.ts'
import { type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { moment } from '../fields.ts'
import type { RowDefinition } from '../row.ts'

/** What the courier saw last of the sender's identity. One row for a stage. */
export const mailNoteRow = {
  kind: 'mail_note',
  schema: v.object({ mail: v.picklist(['verified', 'unverified']), at: moment }),
} as const satisfies RowDefinition<v.GenericSchema>

/** Replaces the note, unless a newer one is there. */
export const mailNoteWrite = ({ mail, at }: MailNote): UpdateWrite =>
  updateWhen(
    keys.mailNote(),
    { set: { kind: mailNoteRow.kind, mail, at: at.getTime() } },
    { text: 'attribute_not_exists(#PK) OR #at < :seen', values: { seen: at.getTime() } },
  )
