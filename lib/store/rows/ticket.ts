import * as v from 'valibot'
import { isTicketId, type TicketId } from '../../domain/values/ids.ts'
import { type ProblemCode, problems } from '../../domain/values/problem.ts'
import type { Ticket } from '../../domain/visit/pending-connection.ts'
import { absent, type DeleteWrite, keyOf, type PutWrite } from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { attributesOf, clientIdText, forgetAt, identity, memberId, moment, sessionId } from './fields.ts'
import { pendingId } from './pending.ts'
import type { RowDefinition } from './row.ts'

const isProblemCode = (value: unknown): value is ProblemCode =>
  typeof value === 'string' && Object.hasOwn(problems, value)

const text = v.exactOptional(v.string())
const bilingual = v.object({ ko: v.string(), en: v.string() })
const seconds = v.exactOptional(v.number())

const visitor = v.exactOptional(v.object({ intent: v.picklist(['link', 'reauth']), memberId, sessionId }))

const extras = v.object({
  detail: v.exactOptional(bilingual),
  errors: v.exactOptional(v.array(v.object({ pointer: v.string(), detail: bilingual }))),
  user_mapping: v.exactOptional(
    v.picklist(['MANDATORY_ITEMS_NOT_AGREED', 'DEACTIVATION_USER', 'RECERTIFICATION']),
  ),
  items: v.exactOptional(v.array(v.string())),
  mailSentTo: text,
  restorableUntil: text,
  rejoinFrom: text,
  retryAfter: seconds,
  maxAge: seconds,
})

/** The row of a ticket. */
export const ticketRow = {
  kind: 'ticket',
  schema: v.object({
    id: v.custom<TicketId>(isTicketId),
    clientId: clientIdText,
    codeChallenge: v.string(),
    browserHash: text,
    decision: v.variant('kind', [
      v.object({
        kind: v.literal('authenticated'),
        identity,
        authTime: moment,
        amr: v.array(v.string()),
        visitor,
      }),
      v.object({ kind: v.literal('pending'), pendingId, visitor }),
      v.object({ kind: v.literal('problem'), code: v.custom<ProblemCode>(isProblemCode), extras }),
    ]),
    expiresAt: moment,
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** Stores a ticket. */
export const keepTicketWrite = (ticket: Ticket): PutWrite => ({
  Put: {
    Item: {
      ...keys.ticket(ticket.id),
      kind: ticketRow.kind,
      ...attributesOf(ticket),
      ttl: forgetAt(ticket.expiresAt),
    },
    ...absent,
  },
})

/** Deletes a ticket; the delete gives its item. */
export const takeTicketWrite = (id: TicketId): DeleteWrite => ({ Delete: { Key: keyOf(keys.ticket(id)) } })
