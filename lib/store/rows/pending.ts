import * as v from 'valibot'
import type { PendingConnection, PendingEnd } from '../../domain/connection.ts'
import {
  isPendingId,
  isTokenId,
  isTransactionId,
  type PendingId,
  type TokenId,
  type TransactionId,
} from '../../domain/ids.ts'
import { absent, keyOf, names, type PutWrite, type UpdateWrite } from '../expressions.ts'
import { keys } from '../schema.ts'
import { attributesOf, clientId, forgetAt, moment } from './fields.ts'
import { profile } from './profile.ts'
import type { Row } from './row.ts'

export const pendingId = v.custom<PendingId>(isPendingId)

const ends = ['linked', 'registered', 'merged', 'disconnected', 'released', 'not_revocable'] as const

/** A visit that waits, or what is left of it: of an ended one only how it ended is told. */
export const pendingRow = {
  kind: 'pending',
  schema: v.variant('state', [
    v.object({
      state: v.literal('open'),
      id: pendingId,
      transactionId: v.custom<TransactionId>(isTransactionId),
      clientId,
      codeChallenge: v.string(),
      tokenId: v.custom<TokenId>(isTokenId),
      authTime: moment,
      amr: v.array(v.string()),
      locale: v.picklist(['ko', 'en']),
      createdAt: moment,
      expiresAt: moment,
      profile,
    }),
    v.object({ state: v.literal('ended'), end: v.picklist(ends), expiresAt: moment }),
  ]),
} as const satisfies Row<v.GenericSchema>

/** Keeps a visit that waits. */
export const keepPendingWrite = (pending: PendingConnection): PutWrite => ({
  Put: {
    Item: {
      ...keys.pending(pending.id),
      kind: pendingRow.kind,
      state: 'open',
      ...attributesOf(pending),
      ttl: forgetAt(pending.expiresAt),
    },
    ...absent,
  },
})

/** Ends a visit by the one token that may, and forgets whom it was about. */
export const endPendingWrite = (id: PendingId, token: TokenId, end: PendingEnd, now: Date): UpdateWrite => ({
  Update: {
    Key: keyOf(keys.pending(id)),
    UpdateExpression: 'SET #state = :ended, #end = :end REMOVE #profile',
    ConditionExpression: '#state = :open AND #tokenId = :tokenId AND #expiresAt > :now',
    ExpressionAttributeNames: names('state', 'end', 'profile', 'tokenId', 'expiresAt'),
    ExpressionAttributeValues: {
      ':ended': 'ended',
      ':open': 'open',
      ':end': end,
      ':tokenId': token,
      ':now': now.getTime(),
    },
  },
})

/**
 * Names another token as the one that may end a visit. That it may already be the one makes the write safe
 * to repeat when an answer was lost.
 */
export const handOverWrite = (id: PendingId, from: TokenId, to: TokenId): UpdateWrite => ({
  Update: {
    Key: keyOf(keys.pending(id)),
    UpdateExpression: 'SET #tokenId = :to',
    ConditionExpression: '#state = :open AND #tokenId IN (:from, :to)',
    ExpressionAttributeNames: names('state', 'tokenId'),
    ExpressionAttributeValues: { ':open': 'open', ':from': from, ':to': to },
  },
})
