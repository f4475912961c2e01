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
import type { Range } from '../../table/reads.ts'
import { keys } from '../../table/schema.ts'
import { attributesOf, clientIdText, identity, memberId, moment, sessionId } from '../fields.ts'
import type { Owner } from '../owner.ts'
import { kindOf, type RowDefinition, readRow } from '../row.ts'

/** A row of one consent: an imported one, or one that a release up to 0.1 recorded. */
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

/** An answer in an event. Those of releases up to 0.1 lack the source, and have a row of their own besides. */
const recordedConsent = v.object({
  ...consentRow.schema.entries,
  at: v.exactOptional(moment),
  source: v.exactOptional(v.picklist(consentSources)),
})

/** The answers to terms in the row of their event. */
export const recordedConsentsRow = {
  kind: eventRow.kind,
  schema: v.object({ consents: v.exactOptional(v.array(recordedConsent), []) }),
} as const satisfies RowDefinition<v.GenericSchema>

function consentsOf(item: unknown): readonly Consent[] {
  switch (kindOf(item)) {
    case consentRow.kind:
      return [readRow(consentRow, item)]
    case recordedConsentsRow.kind:
      return readRow(recordedConsentsRow, item).consents.flatMap(({ at, source, ...given }) =>
        at === undefined || source === undefined ? [] : [{ ...given, at, source }],
      )
    default:
      return []
  }
}

/** The answers to terms among a member's rows, oldest first, those of one moment by their tags. */
export const consentsIn = (items: readonly unknown[]): readonly Consent[] =>
  items
    .flatMap(consentsOf)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.tag < b.tag ? -1 : Number(a.tag > b.tag)))

/** The rows of a member that tell of consents: their own rows and the events, neighbours in the partition. `$` follows `#`. */
export const consentRange = (id: MemberId): Range => ({
  partition: keys.member(id).PK,
  from: 'CONSENT#',
  to: 'EVENT$',
})

/** Reads an event of a member's history. Throws `MalformedRow`. */
export const readEvent = (item: unknown): RecordedEvent => readRow(eventRow, item)

/** An answer to terms: a whole consent, which stands in its event alone, or what an event tells of one with a row. */
type RecordedConsent = Consent | Pick<Consent, 'tag' | 'version' | 'agreed'>

/**
 * Appends an event to a member's history. Published events are made from this row alone, so it holds both ids
 * of the member and the consents given with the event.
 */
export const eventWrite = (
  owner: Owner,
  event: AuditEvent,
  consents: readonly RecordedConsent[] = [],
): PutWrite => {
  const { id, externalId } = owner
  const recorded = {
    memberId: id,
    externalId,
    ...event,
    ...(consents.length > 0 && { consents }),
  }
  return {
    Put: {
      Item: { ...keys.event(id, event.id), kind: eventRow.kind, ...attributesOf(recorded) },
      ...absent,
    },
  }
}
