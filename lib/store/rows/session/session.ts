import * as v from 'valibot'
import type { LateRetry, Session, SignIn } from '../../../domain/member/member.ts'
import type { DeviceLabel } from '../../../domain/values/device.ts'
import type { MemberId, SessionId } from '../../../domain/values/ids.ts'
import type { KeptSession } from '../../../flows/ports/store.ts'
import {
  absent,
  type CheckWrite,
  type Condition,
  checkThat,
  type DeleteWrite,
  deleteWhen,
  every,
  keyOf,
  type PutWrite,
  type UpdateWrite,
  updateWhen,
} from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import {
  attributesOf,
  clientIdText,
  credentialsVersion,
  forgetAt,
  identity,
  memberId,
  moment,
  passkeyId,
  sessionId,
  textOf,
} from '../fields.ts'
import type { RowDefinition } from '../row.ts'

const count = v.pipe(v.number(), v.safeInteger())

/** The row of a session. */
export const sessionRow = {
  kind: 'session',
  schema: v.object({
    id: sessionId,
    memberId,
    externalId: v.exactOptional(v.string()),
    clientId: clientIdText,
    signIn: v.object({
      authTime: moment,
      amr: v.array(v.string()),
      identity: v.exactOptional(identity),
      passkey: v.exactOptional(passkeyId),
    }),
    device: v.exactOptional(textOf<DeviceLabel>()),
    generation: count,
    refreshHash: v.string(),
    refreshKid: v.string(),
    rotatedAt: moment,
    lateRetry: v.exactOptional(v.object({ generation: count, count, at: moment })),
    credentialsVersion,
    createdAt: moment,
    othersEndedAt: v.exactOptional(moment),
    /** Written by release 0.1 only. */
    firstOpenedAt: v.exactOptional(moment),
    idleExpiresAt: moment,
    absoluteExpiresAt: moment,
  }),
} as const satisfies RowDefinition<v.GenericSchema>

const ttl = ({ idleExpiresAt, absoluteExpiresAt }: Session): number =>
  forgetAt(idleExpiresAt < absoluteExpiresAt ? idleExpiresAt : absoluteExpiresAt)

/** Stores a new session. */
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

/** The condition that a session has not expired at `now`. */
const hasTime = (now: Date): Condition => ({
  text: '#idleExpiresAt > :now AND #absoluteExpiresAt > :now',
  values: { now: now.getTime() },
})

/**
 * Rotates a session to its next generation, unless the stored generation is not `from` or the session has
 * expired.
 */
export function rotateSessionWrite(next: Session, from: number): UpdateWrite {
  const { generation, refreshHash, refreshKid, rotatedAt, idleExpiresAt } = next
  const changed = attributesOf({ generation, refreshHash, refreshKid, rotatedAt, idleExpiresAt })
  return updateWhen(
    keys.session(next.memberId, next.id),
    { set: { ...changed, ttl: ttl(next) } },
    every({ text: '#generation = :from', values: { from } }, hasTime(rotatedAt)),
  )
}

/** That no other late retry came since the session was read. */
const lastRetryIs = ({ lateRetry }: Session): Condition =>
  lateRetry === undefined
    ? { text: 'attribute_not_exists(#lateRetry)' }
    : {
        text: '#lateRetry.#generation = :of AND #lateRetry.#count = :count',
        values: { of: lateRetry.generation, count: lateRetry.count },
      }

/** Records a late retry, unless the session has expired or changed since it was read. */
export const lateRetryWrite = (session: Session, lateRetry: LateRetry): UpdateWrite =>
  updateWhen(
    keys.session(session.memberId, session.id),
    { set: { lateRetry: attributesOf(lateRetry) } },
    every(
      { text: '#generation = :from', values: { from: session.generation } },
      lastRetryIs(session),
      hasTime(lateRetry.at),
    ),
  )

/** Checks that a session exists and has not expired. The member's status is another check. */
export const sessionAliveCheck = (
  { memberId, id }: Pick<Session, 'memberId' | 'id'>,
  now: Date,
): CheckWrite => checkThat(keys.session(memberId, id), hasTime(now))

/** Renews the sign-in of a session that has not expired. */
export const renewSignInWrite = (
  { memberId, id }: Pick<Session, 'memberId' | 'id'>,
  signIn: SignIn,
  now: Date,
): UpdateWrite =>
  updateWhen(keys.session(memberId, id), { set: { signIn: attributesOf(signIn) } }, hasTime(now))

/** Lets a session survive the end of all sessions: it carries the member's next version. */
export const survivingSessionWrite = (
  { memberId, id, credentialsVersion: version }: KeptSession,
  now: Date,
): UpdateWrite =>
  updateWhen(keys.session(memberId, id), { set: { credentialsVersion: version + 1 } }, hasTime(now))

/** The same for several sessions, as named writes of a transaction. */
export const survivingSessionWrites = (
  sessions: readonly KeptSession[],
  now: Date,
): Record<`session:${string}`, UpdateWrite> =>
  Object.fromEntries(
    sessions.map(
      (session) => [`session:${session.id}` as const, survivingSessionWrite(session, now)] as const,
    ),
  )

/** Lets the session survive from which the member ends all others, and notes the time. */
export const keptSessionWrite = (
  { memberId, id, credentialsVersion: version }: Session,
  now: Date,
): UpdateWrite =>
  updateWhen(
    keys.session(memberId, id),
    { set: { credentialsVersion: version + 1, othersEndedAt: now.getTime() } },
    hasTime(now),
  )

/** Ends one session. */
export const endSessionWrite = (id: MemberId, session: SessionId): DeleteWrite => ({
  Delete: { Key: keyOf(keys.session(id, session)) },
})

/** Ends one session that has not expired. */
export const endAliveSessionWrite = (id: MemberId, session: SessionId, now: Date): DeleteWrite =>
  deleteWhen(keys.session(id, session), hasTime(now))
