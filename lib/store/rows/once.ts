import { defined } from '../../domain/values/defined.ts'
import type { Once } from '../../flows/ports/store.ts'
import { absent, type PutWrite, putWhen } from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { forgetAt } from './fields.ts'

/** Records that a one-time thing is used, if it was not. */
const onceWrite = (kind: 'transaction' | 'access_token', id: string, expiresAt: Date): PutWrite => ({
  Put: {
    Item: { ...keys.once(kind, id), kind: 'once', expiresAt: expiresAt.getTime(), ttl: forgetAt(expiresAt) },
    ...absent,
  },
})

/**
 * Records that a visit is used. A refusal by the provider gives way to the visit's real effect: of a callback
 * that a browser sends twice, Kakao refuses the second code sooner than we are done with the first, and that
 * must not cost the person the sign-in.
 */
function visitWrite({ transactionId, expiresAt, refused }: Once): PutWrite {
  const { Put } = onceWrite('transaction', transactionId, expiresAt)
  if (refused === true) return { Put: { ...Put, Item: { ...Put.Item, refused } } }
  const text = 'attribute_not_exists(#PK) OR #refused = :refused'
  return putWhen(Put.Item, { text, values: { refused: true } })
}

/**
 * What makes a visit's effect happen once, as named writes of the transaction that has the effect; none when
 * the effect before this one wrote them already.
 */
export function onceWrites(once: Once | 'written_before'): {
  readonly usedTransaction?: PutWrite
  readonly usedAccessToken?: PutWrite
} {
  if (once === 'written_before') return {}
  const { accessToken } = once
  return {
    usedTransaction: visitWrite(once),
    ...defined({
      usedAccessToken: accessToken && onceWrite('access_token', accessToken.hash, accessToken.expiresAt),
    }),
  }
}

/** Whether a transaction was refused because its one-time thing had been used. */
export const wasUsed = (refusals: {
  readonly usedTransaction?: unknown
  readonly usedAccessToken?: unknown
}) => refusals.usedTransaction !== undefined || refusals.usedAccessToken !== undefined
