import * as v from 'valibot'
import { defined } from '../../domain/values/defined.ts'
import type { Once, TicketUse } from '../../flows/ports/store.ts'
import { absent, type PutWrite, putWhen, type UpdateWrite, updateWhen } from '../table/expressions.ts'
import { keys, type UsedOnce } from '../table/schema.ts'
import { forgetAt, moment, pendingId } from './fields.ts'
import type { RowDefinition } from './row.ts'

/** The trace of a request in the record of its visit. A pending visit of a build before has a row of its own, named here. */
export const visitTraceRow = {
  kind: 'once',
  schema: v.object({
    usedAt: v.optional(moment),
    pendingId: v.exactOptional(pendingId),
    refused: v.optional(v.boolean(), false),
  }),
} as const satisfies RowDefinition<v.GenericSchema>

const traceAttributes = ({ trace }: Once) => defined({ usedAt: trace?.at.getTime() })

/** Records that a one-time thing is used. Refused when it was used before. */
const onceWrite = (kind: UsedOnce, id: string, expiresAt: Date): PutWrite => ({
  Put: {
    Item: {
      ...keys.once(kind, id),
      kind: 'once',
      expiresAt: expiresAt.getTime(),
      ttl: forgetAt(expiresAt),
    },
    ...absent,
  },
})

const isUnused = { text: 'attribute_not_exists(#PK)' }
/**
 * The condition that a visit's OAuth request is not used. The provider's refusal gives way to the real effect of the visit:
 * when a browser sends a callback twice, Kakao refuses the second code before the first sign-in finishes, and the person
 * must still get in.
 */
export const isUnusedVisit = {
  text: 'attribute_not_exists(#PK) OR #refused = :refused',
  values: { refused: true },
}

/** Records that a visit's OAuth request is used. */
function visitWrite(once: Once): PutWrite {
  const { Put } = onceWrite('transaction', once.transactionId, once.expiresAt)
  return putWhen({ ...Put.Item, ...traceAttributes(once) }, isUnusedVisit)
}

/**
 * Records the use of a ticket, by itself: of the visit that it acts on, or of the ticket alone where the visit has had its
 * effect already. One write of its own costs half of one in a transaction.
 */
export function useTicketWrite({ of, id, expiresAt }: TicketUse): UpdateWrite {
  const set = { kind: 'once', expiresAt: expiresAt.getTime(), ttl: forgetAt(expiresAt) }
  const key = keys.once(of, id)
  return of === 'transaction'
    ? updateWhen(key, { set, remove: ['refused'] }, isUnusedVisit)
    : updateWhen(key, { set }, isUnused)
}

/** Records the provider's refusal of a visit, by itself. Refused for a visit that was used or refused before. */
export function refusedVisitWrite(once: Once): UpdateWrite {
  const { transactionId, expiresAt } = once
  const record = { kind: 'once', expiresAt: expiresAt.getTime(), ttl: forgetAt(expiresAt) }
  const set = { ...record, ...traceAttributes(once), refused: true }
  return updateWhen(keys.once('transaction', transactionId), { set }, isUnused)
}

/** The writes that let a visit have its effect only once. Empty when an earlier effect already wrote them. */
export function onceWrites(once: Once | TicketUse | 'written_before'): {
  readonly usedTransaction?: PutWrite
  readonly usedAccessToken?: PutWrite
} {
  if (once === 'written_before') return {}
  if ('of' in once) return { usedTransaction: onceWrite(once.of, once.id, once.expiresAt) }
  return { usedTransaction: visitWrite(once), ...usedAccessTokenWrites(once) }
}

/** The write that lets a native access token have its effect only once. Empty for a visit by anything else. */
export const usedAccessTokenWrites = ({
  accessToken,
}: Pick<Once, 'accessToken'>): { readonly usedAccessToken?: PutWrite } =>
  defined({
    usedAccessToken: accessToken && onceWrite('access_token', accessToken.hash, accessToken.expiresAt),
  })

/** Whether a transaction was refused because its one-time thing was used. */
export const wasUsed = (refusals: {
  readonly usedTransaction?: unknown
  readonly usedAccessToken?: unknown
}) => refusals.usedTransaction !== undefined || refusals.usedAccessToken !== undefined
