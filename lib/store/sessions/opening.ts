import type { Session } from '../../domain/member/member.ts'
import { claimsSeen } from '../../domain/member/token-claims.ts'
import { mayContinue } from '../../domain/session/session.ts'
import { defined } from '../../domain/values/defined.ts'
import type { Sessions } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { memberAuthStateRow, noClaims } from '../rows/auth-state.ts'
import { leadsToCheck } from '../rows/claim.ts'
import { useProofWrite } from '../rows/code.ts'
import { eventWrite } from '../rows/member/history.ts'
import { onceWrites, wasUsed } from '../rows/once.ts'
import { ownerOf } from '../rows/owner.ts'
import { readRow } from '../rows/row.ts'
import { openSessionWrite, renewSignInWrite } from '../rows/session/session.ts'
import {
  firstSignInWrite,
  openingWrite,
  provenAgainWrite,
  reachedAddressWrite,
  type SessionRoom,
  usedNumberWrite,
} from '../rows/session/session-opening.ts'
import type { RefusedWrite } from '../table/conflicts.ts'
import type { Write } from '../table/expressions.ts'
import type { TableAccess } from '../table/table-access.ts'
import { findAliveSession } from './live-session.ts'
import {
  consumeWrites,
  isFirstSignIn,
  limitChecks,
  type OpeningTry,
  openingRefusalOf,
  secondTry,
  seenVersionWrites,
  signInRefusalOf,
  storedTokenWrites,
} from './open-session.ts'
import { type RoomWanted, writeWithRoom } from './session-room.ts'

/** What sessions depend on beside the table. */
export interface SessionSettings {
  /** The counters of limits have keys only as hashes. */
  readonly hashes: KeyedHashes
  /** The most sessions that one member may have. */
  readonly maxSessions: number
}

const roomFor = ({ memberId, createdAt }: Session, max: number): RoomWanted => ({
  memberId,
  max,
  now: createdAt,
})

/** The reason for a refused re-authentication: all sessions have ended, or only the login method is gone. */
function reauthenticationRefusal(session: Session, { item }: RefusedWrite): 'session_ended' | 'conflict' {
  if (item === undefined) return 'session_ended'
  return mayContinue(session, readRow(memberAuthStateRow, item)) ? 'conflict' : 'session_ended'
}

/** Opens sessions by what was proven, and renews the sign-in of an open one. */
const signInsIn = (
  table: TableAccess,
  { hashes, maxSessions }: SessionSettings,
): Pick<Sessions, 'open' | 'reauthenticate'> => ({
  async open(session, proof, once, storedToken, requiredAgreements = [], expected = noClaims) {
    const attempt = ({ session: opened, agreements, isBehind, isFirst, claims }: OpeningTry) =>
      writeWithRoom(table, roomFor(opened, maxSessions), ({ room, ended }) =>
        table.transact({
          ...consumeWrites(once, opened),
          session: openSessionWrite(opened),
          ...ended,
          member: isFirst
            ? firstSignInWrite(opened, proof, agreements, claims)
            : openingWrite(opened, proof, room, agreements, claims),
          ...limitChecks(hashes, proof, opened.createdAt),
          ...(isBehind
            ? seenVersionWrites(opened, storedToken, claims)
            : storedTokenWrites(opened.signIn, storedToken)),
        }),
      )
    const first = await attempt({
      session,
      agreements: requiredAgreements,
      isBehind: false,
      isFirst: false,
      claims: expected,
    })
    const second =
      first.kind === 'refused'
        ? secondTry(first.refusals.member, session, requiredAgreements, expected)
        : undefined
    const result = second === undefined ? first : await attempt(second)
    const claims = expected === noClaims ? undefined : claimsSeen(second?.claims ?? expected)
    if (result.kind === 'written') {
      return { kind: 'opened', lacks: second?.lacks ?? [], ...defined({ claims }) }
    }
    return openingRefusalOf(result.refusals)
  },

  async reauthenticate(memberId, sessionId, signIn, method, once, now, storedToken) {
    const session = await findAliveSession(table, { memberId, sessionId }, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact({
      ...onceWrites(once),
      session: renewSignInWrite(session, signIn, now),
      member: provenAgainWrite(session, method, now),
      ...storedTokenWrites(signIn, storedToken),
    })
    if (result.kind === 'written') return 'done'
    if (wasUsed(result.refusals)) return 'used'
    const { member, session: ended } = result.refusals
    if (member !== undefined) return reauthenticationRefusal(session, member)
    return ended === undefined ? 'conflict' : 'session_ended'
  },
})

/** Opens sessions by a code. */
const codeOpeningIn = (
  table: TableAccess,
  { maxSessions }: SessionSettings,
): Pick<Sessions, 'openByCode'> => ({
  async openByCode(session, method, proof, now, proven) {
    const attempt = (member: (room: SessionRoom) => Write) =>
      writeWithRoom(table, roomFor(session, maxSessions), ({ room, ended }) =>
        table.transact({
          proof: useProofWrite(proof, now),
          address: leadsToCheck(proof.address, session.memberId),
          session: openSessionWrite(session),
          ...ended,
          member: member(room),
          ...defined({ event: proven && eventWrite(ownerOf(session), proven) }),
        }),
      )
    const provenWrite = method === 'email' ? reachedAddressWrite : usedNumberWrite
    const first = await attempt((room) =>
      proven === undefined ? openingWrite(session, method, room) : provenWrite(session, room),
    )
    const isFirst = proven === undefined && first.kind === 'refused' && isFirstSignIn(first.refusals.member)
    const result = isFirst ? await attempt(() => firstSignInWrite(session, method)) : first
    if (result.kind === 'written') return { kind: 'opened' }
    return result.refusals.proof !== undefined ? { kind: 'used' } : signInRefusalOf(result.refusals.member)
  },
})

/** Everything that opens sessions. */
export const openingIn = (
  table: TableAccess,
  settings: SessionSettings,
): Pick<Sessions, 'open' | 'openByCode' | 'reauthenticate'> => ({
  ...signInsIn(table, settings),
  ...codeOpeningIn(table, settings),
})
