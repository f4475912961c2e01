import { defined } from '../../domain/values/defined.ts'
import type { Once } from '../../flows/ports/store.ts'
import { absent, type PutWrite, putWhen } from '../table/expressions.ts'
import { keys } from '../table/schema.ts'
import { forgetAt } from './fields.ts'

/** Records that a one-time thing is used. Refused when it was used before. */
const onceWrite = (kind: 'transaction' | 'access_token', id: string, expiresAt: Date): PutWrite => ({
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

/**
 * Records that a visit's OAuth request is used. The provider's refusal gives way to the real effect of the
 * visit: when a browser sends a callback twice, Kakao refuses the second code before the first sign-in
 * finishes, and the person must still get in.
 */
function visitWrite({ transactionId, expiresAt, refused }: Once): PutWrite {
  const { Put } = onceWrite('transaction', transactionId, expiresAt)
  if (refused === true) return { Put: { ...Put, Item: { ...Put.Item, refused } } }
  const text = 'attribute_not_exists(#PK) OR #refused = :refused'
  return putWhen(Put.Item, { text, values: { refused: true } })
}

/** The writes that let a visit have its effect only once. Empty when an earlier effect already wrote them. */
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

/** Whether a transaction was refused because its one-time thing was used. */
export const wasUsed = (refusals: {
  readonly usedTransaction?: unknown
  readonly usedAccessToken?: unknown
}) => refusals.usedTransaction !== undefined || refusals.usedAccessToken !== undefined
