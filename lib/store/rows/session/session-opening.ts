import * as v from 'valibot'
import type { Agreement } from '../../../domain/consent/agreement.ts'
import type { IdentityMethod, Session } from '../../../domain/member/member.ts'
import type { ExpectedClaims } from '../../../domain/member/token-claims.ts'
import type { SignInProof } from '../../../flows/ports/store.ts'
import { type Change, type Condition, every, type UpdateWrite, updateWhen } from '../../table/expressions.ts'
import { keys } from '../../table/schema.ts'
import { hasMethod, type MembersSession, maySignIn, mayStay, noClaims } from '../auth-state.ts'
import { identityUse, noteUse } from '../identity/last-use.ts'
import type { RowDefinition } from '../row.ts'

/**
 * The room for one more session. The member counts the sessions opened since they were last counted, not those
 * that ended: so a sign-in reads nothing for it. Who reaches the maximum has the live ones counted again.
 */
export type SessionRoom =
  | { readonly kind: 'counted'; readonly max: number }
  | { readonly kind: 'recounted'; readonly seen: number; readonly stay: number }

/** The change by which a member counts one more session that is opened. */
export const countsSession = { openedSessions: 1 } as const

/** The number of sessions that a member's item counts. */
export const openedSessionsRow = {
  kind: 'member',
  schema: v.object({ openedSessions: v.exactOptional(v.number(), 0) }),
} as const satisfies RowDefinition<v.GenericSchema>

/** The condition that somebody has signed in since an import. */
const isUsed: Condition = { text: 'attribute_not_exists(#asImported)' }

const hasRoom = (room: SessionRoom): Condition =>
  room.kind === 'counted'
    ? {
        text: 'attribute_not_exists(#openedSessions) OR #openedSessions < :maxSessions',
        values: { maxSessions: room.max },
      }
    : { text: '#openedSessions = :seenSessions', values: { seenSessions: room.seen } }

const countIn = (room: SessionRoom): Pick<Change, 'set' | 'add'> =>
  room.kind === 'counted' ? { add: countsSession } : { set: { openedSessions: room.stay + 1 } }

/** A session as the member notes it that opens it. */
type OpenedSession = MembersSession & Pick<Session, 'createdAt'>

/** A member's change with the note of the identity that was proven. */
const withUse = (change: Pick<Change, 'set' | 'add' | 'remove'>, proof: SignInProof, at: Date): Change => {
  const { set, ...use } = noteUse(proof, at)
  return { ...change, ...use, set: { ...change.set, ...set } }
}

/** The same as `maySignInCheck` for a session that is opened: it also has to have room, and is counted. */
export const openingWrite = (
  session: OpenedSession,
  proof: SignInProof,
  room: SessionRoom,
  requiredAgreements: readonly Agreement[] = [],
  claims: ExpectedClaims = noClaims,
): UpdateWrite =>
  updateWhen(
    keys.member(session.memberId),
    withUse(countIn(room), proof, session.createdAt),
    every(maySignIn(session, proof, requiredAgreements, claims), isUsed, hasRoom(room)),
    'tells',
  )

/** The same for the first sign-in since an import, which the member remembers: no import takes it back from then on. */
export const firstSignInWrite = (
  session: OpenedSession,
  proof: SignInProof,
  requiredAgreements: readonly Agreement[] = [],
  claims: ExpectedClaims = noClaims,
): UpdateWrite =>
  updateWhen(
    keys.member(session.memberId),
    withUse({ remove: ['asImported'], add: countsSession }, proof, session.createdAt),
    maySignIn(session, proof, requiredAgreements, claims),
    'tells',
  )

/** The same as `maySignInCheck` for an open session whose member proves one of the identities again. */
export const provenAgainWrite = (session: MembersSession, method: IdentityMethod, at: Date): UpdateWrite =>
  updateWhen(
    keys.member(session.memberId),
    identityUse(method, at),
    every(maySignIn(session, method, [], noClaims), isUsed),
    'tells',
  )

/**
 * Signs a member in by number and records the proof. The version stays, since a fresher proof worsens no
 * decision.
 */
export const usedNumberWrite = (
  session: MembersSession & Pick<Session, 'createdAt'>,
  room: SessionRoom,
): UpdateWrite =>
  updateWhen(
    keys.member(session.memberId),
    {
      ...countIn(room),
      set: { ...countIn(room).set, 'phone.provenAt': session.createdAt.getTime() },
      remove: ['asImported'],
    },
    every(mayStay(session), hasMethod('phone'), hasRoom(room)),
    'tells',
  )

/**
 * Signs a member in by a code to the own address, which mail reaches again. The version stays, since that worsens no
 * decision.
 */
export const reachedAddressWrite = (session: MembersSession, room: SessionRoom): UpdateWrite =>
  updateWhen(
    keys.member(session.memberId),
    { ...countIn(room), remove: ['email.failing', 'asImported'] },
    every(mayStay(session), hasMethod('email'), hasRoom(room)),
    'tells',
  )
