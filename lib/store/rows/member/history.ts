import * as v from 'valibot'
import { type Consent, consentSources } from '../../../domain/consent/consent.ts'
import {
  type AuditEvent,
  auditEventTypes,
  changedParts,
  type RecordedEvent,
} from '../../../domain/history/audit.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import { absent, type PutWrite } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { attributesOf, clientIdText, identity, memberId, moment, sessionId } from '../fields.ts'
import type { Owner } from '../owner.ts'
import { type RowDefinition, readRow } from '../row.ts'

/** The row of a consent. */
export const consentRow = {
  kind: 'consent',
  schema: v.object({
    tag: v.string(),
    version: v.string(),
    agreed: v.boolean(),
    at: moment,
    source: v.picklist(consentSources),
    channel: v.exactOptional(clientIdText),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The row of an event. */
export const eventRow = {
  kind: 'event',
  schema: v.object({
    id: v.string(),
    type: v.picklist(auditEventTypes),
    at: moment,
    memberId,
    externalId: v.exactOptional(v.string()),
    consents: v.exactOptional(
      v.array(v.object({ tag: v.string(), version: v.string(), agreed: v.boolean() })),
    ),
    identity: v.exactOptional(identity),
    sessionId: v.exactOptional(sessionId),
    byMember: v.exactOptional(memberId),
    operator: v.exactOptional(v.string()),
    changed: v.exactOptional(v.array(v.picklist(changedParts))),
    source: v.exactOptional(v.string()),
    survivor: v.exactOptional(memberId),
    merged: v.exactOptional(memberId),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

/** Appends a consent to one set of terms. `change` is the id of the event that it belongs to. */
export const consentWrite = (id: MemberId, consent: Consent, change: string): PutWrite => ({
  Put: {
    Item: {
      ...keys.consent(id, consent.tag, change),
      kind: consentRow.kind,
      memberId: id,
      ...attributesOf(consent),
    },
    ...absent,
  },
})

/** Reads an event of a member's history. Throws `MalformedRow`. */
export const readEvent = (item: unknown): RecordedEvent => readRow(eventRow, item)

const recordedConsent = ({ tag, version, agreed }: Consent) => ({ tag, version, agreed })

/**
 * Appends an event to a member's history. Published events are made from this row alone, so it holds both ids
 * of the member and the consents given with the event.
 */
export const eventWrite = (owner: Owner, event: AuditEvent, consents: readonly Consent[] = []): PutWrite => {
  const { id, externalId } = owner
  const recorded = {
    memberId: id,
    externalId,
    ...event,
    ...(consents.length > 0 && { consents: consents.map(recordedConsent) }),
  }
  return {
    Put: {
      Item: { ...keys.event(id, event.id), kind: eventRow.kind, ...attributesOf(recorded) },
      ...absent,
    },
  }
}

/** Appends one row per consent, as named writes. Consents given together carry the id of their event. */
export const consentWrites = (
  id: MemberId,
  consents: readonly Consent[],
  change: string,
): Record<`consent:${string}`, PutWrite> =>
  Object.fromEntries(
    consents.map((consent) => [`consent:${consent.tag}`, consentWrite(id, consent, change)] as const),
  )
