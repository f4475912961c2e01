import * as v from 'valibot'
import type { Identity } from '../../domain/identity.ts'
import type { Member } from '../../domain/member.ts'
import {
  absent,
  type DeleteWrite,
  type Item,
  keyOf,
  names,
  type PutWrite,
  type UpdateWrite,
} from '../expressions.ts'
import { duePartition, keys } from '../schema.ts'
import { identityEntries, memberId, moment } from './fields.ts'
import type { Row } from './row.ts'

export const identityClaimRow = {
  kind: 'identity_claim',
  schema: v.object({
    ...identityEntries,
    state: v.picklist(['pending', 'linked', 'disconnecting', 'cut']),
    memberId: v.exactOptional(memberId),
    externalId: v.exactOptional(v.string()),
    dueAt: v.exactOptional(moment),
  }),
} as const satisfies Row<v.GenericSchema>

/** The values beside an identity that lead to one member at most. */
export type ClaimKind = 'email' | 'phone' | 'ci'

export const claimRow = {
  kind: 'claim',
  schema: v.object({
    of: v.picklist(['email', 'phone', 'ci']),
    memberId,
    externalId: v.exactOptional(v.string()),
    verified: v.boolean(),
  }),
} as const satisfies Row<v.GenericSchema>

/**
 * Says where a new or waiting identity stands, and when the sweep has to look at it. Refused, with the claim
 * that stands there, once the identity is linked or being ended: whoever finished first is never undone.
 */
const standingWrite = (identity: Identity, state: 'pending' | 'disconnecting', dueAt: Date): UpdateWrite => ({
  Update: {
    Key: keyOf(keys.identityClaim(identity)),
    UpdateExpression:
      'SET #kind = :kind, #provider = :provider, #subject = :subject, #state = :state, ' +
      '#duePK = :duePK, #dueAt = :dueAt',
    ConditionExpression: 'attribute_not_exists(#PK) OR #state = :pending',
    ExpressionAttributeNames: names('PK', 'kind', 'provider', 'subject', 'state', 'duePK', 'dueAt'),
    ExpressionAttributeValues: {
      ':kind': identityClaimRow.kind,
      ':provider': identity.provider,
      ':subject': identity.subject,
      ':state': state,
      ':pending': 'pending',
      ':duePK': duePartition,
      ':dueAt': dueAt.getTime(),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})

/** Claims an identity for a visit that waits, until `dueAt`. */
export const waitingClaimWrite = (identity: Identity, dueAt: Date): UpdateWrite =>
  standingWrite(identity, 'pending', dueAt)

/** Marks an identity as being ended at the provider, due at once: if nobody finishes it, the sweep does. */
export const disconnectingClaimWrite = (identity: Identity, now: Date): UpdateWrite =>
  standingWrite(identity, 'disconnecting', now)

/** Links a waiting identity to a member; nothing is due any more. Refused with the claim that stands there. */
export const linkedClaimWrite = (identity: Identity, { id, externalId }: Member): UpdateWrite => ({
  Update: {
    Key: keyOf(keys.identityClaim(identity)),
    UpdateExpression:
      `SET #state = :linked, #memberId = :memberId${externalId === undefined ? '' : ', #externalId = :externalId'} ` +
      'REMOVE #duePK, #dueAt',
    ConditionExpression: '#state = :pending',
    ExpressionAttributeNames: names(
      'state',
      'memberId',
      'duePK',
      'dueAt',
      ...(externalId === undefined ? [] : ['externalId']),
    ),
    ExpressionAttributeValues: {
      ':linked': 'linked',
      ':pending': 'pending',
      ':memberId': id,
      ...(externalId !== undefined && { ':externalId': externalId }),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})

/** Forgets an identity that its provider has ended. */
export const endedClaimWrite = (identity: Identity): DeleteWrite => ({
  Delete: {
    Key: keyOf(keys.identityClaim(identity)),
    ConditionExpression: '#state = :disconnecting',
    ExpressionAttributeNames: names('state'),
    ExpressionAttributeValues: { ':disconnecting': 'disconnecting' },
  },
})

/** Takes an address, a number or a CI for a member, if nobody has it. */
export const claimWrite = (of: ClaimKind, value: string, verified: boolean, owner: Member): PutWrite => {
  const item: Item = { kind: claimRow.kind, of, memberId: owner.id, verified }
  const external: Item = owner.externalId === undefined ? {} : { externalId: owner.externalId }
  return { Put: { Item: { ...keys.claim(of, value), ...item, ...external }, ...absent } }
}
