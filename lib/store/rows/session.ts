import * as v from 'valibot'
import type { MemberId, SessionId } from '../../domain/ids.ts'
import type { Session } from '../../domain/member.ts'
import { absent, type DeleteWrite, keyOf, names, type PutWrite, type UpdateWrite } from '../expressions.ts'
import { keys } from '../schema.ts'
import { attributesOf, clientId, forgetAt, identity, memberId, moment, sessionId } from './fields.ts'
import type { Row } from './row.ts'

export const sessionRow = {
  kind: 'session',
  schema: v.object({
    id: sessionId,
    memberId,
    externalId: v.exactOptional(v.string()),
    clientId,
    signIn: v.object({ authTime: moment, amr: v.array(v.string()), identity: v.exactOptional(identity) }),
    generation: v.pipe(v.number(), v.safeInteger()),
    refreshHash: v.string(),
    refreshKid: v.string(),
    rotatedAt: moment,
    createdAt: moment,
    idleExpiresAt: moment,
    absoluteExpiresAt: moment,
  }),
} as const satisfies Row<v.GenericSchema>

const ttl = ({ idleExpiresAt, absoluteExpiresAt }: Session): number =>
  forgetAt(idleExpiresAt < absoluteExpiresAt ? idleExpiresAt : absoluteExpiresAt)

/** Opens a session. */
export const openSessionWrite = (session: Session): PutWrite => ({
  Put: {
    Item: {
      ...keys.session(session.memberId, session.id),
      kind: sessionRow.kind,
      ...attributesOf(session),
      ttl: ttl(session),
    },
    ...absent,
  },
})

/** Moves a session on to its next generation, if the stored one is `from` and has not run out by then. */
export const rotateSessionWrite = (next: Session, from: number): UpdateWrite => ({
  Update: {
    Key: keyOf(keys.session(next.memberId, next.id)),
    UpdateExpression:
      'SET #generation = :generation, #refreshHash = :refreshHash, #refreshKid = :refreshKid, ' +
      '#rotatedAt = :rotatedAt, #idleExpiresAt = :idleExpiresAt, #ttl = :ttl',
    ConditionExpression:
      '#generation = :from AND #idleExpiresAt > :rotatedAt AND #absoluteExpiresAt > :rotatedAt',
    ExpressionAttributeNames: names(
      'generation',
      'refreshHash',
      'refreshKid',
      'rotatedAt',
      'idleExpiresAt',
      'absoluteExpiresAt',
      'ttl',
    ),
    ExpressionAttributeValues: {
      ':generation': next.generation,
      ':from': from,
      ':refreshHash': next.refreshHash,
      ':refreshKid': next.refreshKid,
      ':rotatedAt': next.rotatedAt.getTime(),
      ':idleExpiresAt': next.idleExpiresAt.getTime(),
      ':ttl': ttl(next),
    },
  },
})

/** Ends one session. */
export const endSessionWrite = (id: MemberId, session: SessionId): DeleteWrite => ({
  Delete: { Key: keyOf(keys.session(id, session)) },
})
