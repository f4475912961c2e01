import * as v from 'valibot'
import type { CiHash } from '../../domain/evidence.ts'
import type { MemberId } from '../../domain/ids.ts'
import { type Member, memberStatuses, type Session, type Way } from '../../domain/member.ts'
import { absent, type CheckWrite, keyOf, names, type PutWrite, type UpdateWrite } from '../expressions.ts'
import { keys } from '../schema.ts'
import { attributesOf, birth, memberId, moment, ownEmail, ownPhone, textOf } from './fields.ts'
import type { Row } from './row.ts'

const isWay = (value: unknown): value is Way =>
  typeof value === 'string' && /^(identity:[^:]+:.+|password|email|phone)$/.test(value)

const gateEntries = {
  id: memberId,
  externalId: v.exactOptional(v.string()),
  status: v.picklist(memberStatuses),
  sessionsValidFrom: moment,
  restorableUntil: v.exactOptional(moment),
}

/** The part of a member that tells whether it may come in. */
export const gateRow = {
  kind: 'member',
  schema: v.object(gateEntries),
} as const satisfies Row<v.GenericSchema>

const matchable = {
  name: v.exactOptional(v.string()),
  email: v.exactOptional(ownEmail),
  phone: v.exactOptional(ownPhone),
  birth: v.exactOptional(birth),
  ci: v.exactOptional(textOf<CiHash>()),
}

/** The part of a member that evidence is compared with. */
export const candidateRow = {
  kind: 'member',
  schema: v.object({
    id: gateEntries.id,
    externalId: gateEntries.externalId,
    status: gateEntries.status,
    restorableUntil: gateEntries.restorableUntil,
    /** From when a withdrawn member may join again. */
    rejoinFrom: v.exactOptional(moment),
    ...matchable,
  }),
} as const satisfies Row<v.GenericSchema>

export const memberRow = {
  kind: 'member',
  schema: v.object({
    ...gateEntries,
    ...matchable,
    version: v.pipe(v.number(), v.safeInteger()),
    gender: v.exactOptional(v.string()),
    identityVerifiedAt: v.exactOptional(moment),
    // DynamoDB has no empty set: a member without any way in has no such attribute.
    ways: v.optional(
      v.pipe(
        v.set(v.custom<Way>(isWay)),
        v.transform((ways) => [...ways]),
      ),
      new Set(),
    ),
    attributes: v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())),
    locale: v.picklist(['ko', 'en']),
    createdAt: moment,
  }),
} as const satisfies Row<v.GenericSchema>

/**
 * Makes a member that is not there yet. What the service itself wants to know is kept as JSON text, because
 * DynamoDB has neither all numbers nor all depths of JSON.
 */
export function newMemberWrite(member: Member): PutWrite {
  const { ways, attributes, ...rest } = member
  return {
    Put: {
      Item: {
        ...keys.member(member.id),
        kind: memberRow.kind,
        ...attributesOf(rest),
        ...(ways.length > 0 && { ways: new Set(ways) }),
        attributes: JSON.stringify(attributes),
      },
      ...absent,
    },
  }
}

/** Whether the member is active and this session of it is not ended with all the others. */
const mayStay = '#status = :active AND #sessionsValidFrom <= :createdAt'
const stayValues = (session: Session) => ({ ':active': 'active', ':createdAt': session.createdAt.getTime() })

/** Checks that a session may go on: the member is active, and its sessions were not ended since. */
export const maySessionGoOnCheck = (session: Session): CheckWrite => ({
  ConditionCheck: {
    Key: keyOf(keys.member(session.memberId)),
    ConditionExpression: mayStay,
    ExpressionAttributeNames: names('status', 'sessionsValidFrom'),
    ExpressionAttributeValues: stayValues(session),
  },
})

/** Checks that a member may come in this way, and asks for the member when it may not. */
export const mayComeInCheck = (session: Session, way: Way): CheckWrite => ({
  ConditionCheck: {
    Key: keyOf(keys.member(session.memberId)),
    ConditionExpression: `${mayStay} AND contains(#ways, :way)`,
    ExpressionAttributeNames: names('status', 'sessionsValidFrom', 'ways'),
    ExpressionAttributeValues: { ...stayValues(session), ':way': way },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})

/** Ends every session that was opened before a moment; never moves that moment back. */
export const endSessionsWrite = (id: MemberId, validFrom: Date): UpdateWrite => ({
  Update: {
    Key: keyOf(keys.member(id)),
    UpdateExpression: 'SET #sessionsValidFrom = :validFrom ADD #version :one',
    ConditionExpression: '#sessionsValidFrom < :validFrom',
    ExpressionAttributeNames: names('sessionsValidFrom', 'version'),
    ExpressionAttributeValues: { ':validFrom': validFrom.getTime(), ':one': 1 },
  },
})
