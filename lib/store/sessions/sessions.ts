import type { Agreement } from '../../domain/consent/agreement.ts'
import type { Session } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { Sessions } from '../../flows/ports/store.ts'
import { leadsToCheck } from '../rows/claim.ts'
import { useProofWrite } from '../rows/code.ts'
import { eventWrite } from '../rows/member/history.ts'
import {
  endSessionsWrite,
  maySignInCheck,
  memberAuthStateRow,
  memberRow,
  sessionMayContinueCheck,
  usedNumberWrite,
} from '../rows/member/member.ts'
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
import type { Range } from '../table/reads.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'
import { findAliveSession, findLiveSession } from './live-session.ts'
import { consumeWrites, signInRefusalOf, storedTokenWrites } from './open-session.ts'

/** A member and all its sessions, neighbours in the partition. `$` follows `#`. */
const sessionsRange = (id: MemberId): Range => {
  const { PK, SK } = keys.member(id)
  return { partition: PK, from: SK, to: 'SESSION$' }
}

/** The reason for a refused re-authentication: all sessions have ended, or only the login method is gone. */
function reauthenticationRefusal(session: Session, { item }: RefusedWrite): 'session_ended' | 'conflict' {
  if (item === undefined) return 'session_ended'
  const authState = readRow(memberAuthStateRow, item)
  const mayStay = authState.status === 'active' && session.createdAt >= authState.sessionsValidFrom
  return mayStay ? 'conflict' : 'session_ended'
}

/** The agreements that a refused member lacks. */
function missingAgreements(
  requiredAgreements: readonly Agreement[],
  refused: RefusedWrite | undefined,
): readonly Agreement[] {
  if (refused?.item === undefined) return []
  const { agreements = [] } = readRow(memberAuthStateRow, refused.item)
  return requiredAgreements.filter((agreement) => !agreements.includes(agreement))
}

/** Opens sessions, and renews the sign-in of an open one. */
const openingIn = (table: TableAccess): Pick<Sessions, 'open' | 'openByCode' | 'reauthenticate'> => ({
  async open(session, method, once, storedToken, requiredAgreements = []) {
    const attempt = (agreements: readonly Agreement[]) =>
      table.transact({
        ...consumeWrites(once, session),
        session: openSessionWrite(session),
        member: maySignInCheck(session, method, agreements),
        ...storedTokenWrites(session.signIn, storedToken),
      })
    // Most members have agreed to the terms in force, so the first attempt expects that. Members who have not
    // sign in with a second attempt and are asked afterwards.
    const first = await attempt(requiredAgreements)
    const lacks = first.kind === 'refused' ? missingAgreements(requiredAgreements, first.refusals.member) : []
    const result = lacks.length === 0 ? first : await attempt([])
    if (result.kind === 'written') return { kind: 'opened', lacks }
    const isUsed = wasUsed(result.refusals) || result.refusals.pending !== undefined
    return isUsed ? { kind: 'used' } : signInRefusalOf(result.refusals.member)
  },

  async openByCode(session, method, proof, now, proven) {
    const result = await table.transact({
      proof: useProofWrite(proof, now),
      address: leadsToCheck(proof.address, session.memberId),
      session: openSessionWrite(session),
      member: proven === undefined ? maySignInCheck(session, method) : usedNumberWrite(session),
      ...defined({ event: proven && eventWrite(ownerOf(session), proven) }),
    })
    if (result.kind === 'written') return { kind: 'opened' }
    return result.refusals.proof !== undefined ? { kind: 'used' } : signInRefusalOf(result.refusals.member)
  },

  async reauthenticate(memberId, sessionId, signIn, method, once, now, storedToken) {
    const session = await findAliveSession(table, { memberId, sessionId }, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact({
      ...onceWrites(once),
      session: renewSignInWrite(session, signIn, now),
      member: maySignInCheck(session, method),
      ...storedTokenWrites(signIn, storedToken),
    })
    if (result.kind === 'written') return 'done'
    if (wasUsed(result.refusals)) return 'used'
    const { member, session: ended } = result.refusals
    if (member !== undefined) return reauthenticationRefusal(session, member)
    return ended === undefined ? 'conflict' : 'session_ended'
  },
})

/** Ends sessions. */
const endingIn = (table: TableAccess): Pick<Sessions, 'end' | 'endOne' | 'endAll'> => ({
  async end(memberId, sessionId) {
    const result = await table.delete(endSessionWrite(memberId, sessionId))
    if (result.kind === 'refused' || result.item === undefined) return undefined
    return readRow(sessionRow, result.item)
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

  async endAll(memberId, now) {
    // One millisecond later, so that sessions of this very moment end too. Refused when a later end is stored
    // or the member does not exist; both are fine.
    await table.update(endSessionsWrite(memberId, new Date(now.getTime() + 1)))
  },
})

/** Implements `Sessions` on a table. Every method throws `unavailable` as the table does. */
export const sessionsIn = (table: TableAccess): Sessions => ({
  ...openingIn(table),
  ...endingIn(table),

  find: (memberId, sessionId) => findLiveSession(table, memberId, sessionId),

  async list(memberId) {
    const items = await table.query(sessionsRange(memberId))
    const member = items.find((item) => kindOf(item) === memberRow.kind)
    if (member === undefined) return undefined
    const sessions = items.filter((item) => kindOf(item) === sessionRow.kind)
    return {
      member: readRow(memberRow, member),
      sessions: sessions.map((item) => readRow(sessionRow, item)),
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
