import type { Session } from '../../domain/member/member.ts'
import { claimsSeen } from '../../domain/member/token-claims.ts'
import { mayContinue } from '../../domain/session/session.ts'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { Sessions } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import {
  endSessionsWrite,
  firstSignInWrite,
  maySignInCheck,
  memberAuthStateRow,
  sessionMayContinueCheck,
  usedNumberWrite,
} from '../rows/auth-state.ts'
import { leadsToCheck } from '../rows/claim.ts'
import { useProofWrite } from '../rows/code.ts'
import { eventWrite } from '../rows/member/history.ts'
import { memberRow } from '../rows/member/member.ts'
import { onceWrites, wasUsed } from '../rows/once.ts'
import { ownerOf } from '../rows/owner.ts'
import { kindOf, readRow } from '../rows/row.ts'
import {
  endAliveSessionWrite,
  endSessionWrite,
  lateRetryWrite,
  openSessionWrite,
  renewSignInWrite,
  rotateSessionWrite,
  sessionAliveCheck,
  sessionRow,
} from '../rows/session.ts'
import type { RefusedWrite } from '../table/conflicts.ts'
import type { Write } from '../table/expressions.ts'
import type { Range } from '../table/reads.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'
import { findAliveSession, findLiveSession } from './live-session.ts'
import {
  consumeWrites,
  isFirstSignIn,
  noClaims,
  type OpeningTry,
  openingRefusalOf,
  roomChecks,
  secondTry,
  seenVersionWrites,
  signInRefusalOf,
  storedTokenWrites,
  usedIdentityWrites,
} from './open-session.ts'
import { readSession, readSessionRow } from './read-session.ts'

/** A member and all its sessions, neighbours in the partition. `$` follows `#`. */
const sessionsRange = (id: MemberId): Range => {
  const { PK, SK } = keys.member(id)
  return { partition: PK, from: SK, to: 'SESSION$' }
}

/** The reason for a refused re-authentication: all sessions have ended, or only the login method is gone. */
function reauthenticationRefusal(session: Session, { item }: RefusedWrite): 'session_ended' | 'conflict' {
  if (item === undefined) return 'session_ended'
  return mayContinue(session, readRow(memberAuthStateRow, item)) ? 'conflict' : 'session_ended'
}

/** Opens sessions, and renews the sign-in of an open one. */
const openingIn = (table: TableAccess, hashes: KeyedHashes): Pick<Sessions, 'open' | 'reauthenticate'> => ({
  async open(session, proof, once, storedToken, requiredAgreements = [], expected = noClaims) {
    const attempt = ({ session: opened, agreements, isBehind, isFirst, claims }: OpeningTry) =>
      table.transact({
        ...consumeWrites(once, opened),
        session: openSessionWrite(opened),
        member: isFirst
          ? firstSignInWrite(opened, proof, agreements, claims)
          : maySignInCheck(opened, proof, agreements, claims),
        ...usedIdentityWrites(opened, proof, opened.createdAt),
        ...roomChecks(hashes, proof, opened.createdAt),
        ...(isBehind
          ? seenVersionWrites(opened, storedToken, claims)
          : storedTokenWrites(opened.signIn, storedToken)),
      })
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
      member: maySignInCheck(session, method),
      ...usedIdentityWrites({ memberId, signIn }, method, now),
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
const codeOpeningIn = (table: TableAccess): Pick<Sessions, 'openByCode'> => ({
  async openByCode(session, method, proof, now, proven) {
    const attempt = (member: Write) =>
      table.transact({
        proof: useProofWrite(proof, now),
        address: leadsToCheck(proof.address, session.memberId),
        session: openSessionWrite(session),
        member,
        ...defined({ event: proven && eventWrite(ownerOf(session), proven) }),
      })
    const first = await attempt(
      proven === undefined ? maySignInCheck(session, method) : usedNumberWrite(session),
    )
    const isFirst = proven === undefined && first.kind === 'refused' && isFirstSignIn(first.refusals.member)
    const result = isFirst ? await attempt(firstSignInWrite(session, method)) : first
    if (result.kind === 'written') return { kind: 'opened' }
    return result.refusals.proof !== undefined ? { kind: 'used' } : signInRefusalOf(result.refusals.member)
  },
})

/** Ends sessions. */
const endingIn = (table: TableAccess): Pick<Sessions, 'end' | 'endOne' | 'endAll'> => ({
  async end(memberId, sessionId) {
    const result = await table.delete(endSessionWrite(memberId, sessionId))
    return result.kind === 'refused' || result.item === undefined ? undefined : readSessionRow(result.item)
  },

  async endOne(by, sessionId, now) {
    const session = await findAliveSession(table, by, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact({
      member: sessionMayContinueCheck(session),
      ...(sessionId !== session.id && { session: sessionAliveCheck(session, now) }),
      ended: endAliveSessionWrite(by.memberId, sessionId, now),
    })
    if (result.kind === 'written') return 'ended'
    const { member, session: own } = result.refusals
    return member === undefined && own === undefined ? 'not_found' : 'session_ended'
  },

  async endAll(by, now) {
    const session = await findAliveSession(table, by, now)
    if (session === undefined) return undefined
    const result = await table.transact({
      member: endSessionsWrite(session),
      session: endAliveSessionWrite(session.memberId, session.id, now),
    })
    return result.kind === 'written' ? session : undefined
  },
})

/** Implements `Sessions` on a table. Every method throws `unavailable` as the table does. */
export const sessionsIn = (table: TableAccess, hashes: KeyedHashes): Sessions => ({
  ...openingIn(table, hashes),
  ...codeOpeningIn(table),
  ...endingIn(table),

  find: (memberId, sessionId) => findLiveSession(table, memberId, sessionId),

  async list(memberId) {
    const items = await table.query(sessionsRange(memberId))
    const member = items.find((item) => kindOf(item) === memberRow.kind)
    if (member === undefined) return undefined
    const sessions = items.filter((item) => kindOf(item) === sessionRow.kind)
    return {
      member: readRow(memberRow, member),
      sessions: sessions.flatMap((item) => readSession(item, member) ?? []),
    }
  },

  async rotate(next, from) {
    const result = await table.transact({
      session: rotateSessionWrite(next, from),
      member: sessionMayContinueCheck(next),
    })
    if (result.kind === 'written') return 'rotated'
    return result.refusals.member === undefined ? 'moved_on' : 'not_active'
  },

  async recordLateRetry(session, lateRetry) {
    const { kind } = await table.update(lateRetryWrite(session, lateRetry))
    return kind === 'written' ? 'recorded' : 'moved_on'
  },
})
