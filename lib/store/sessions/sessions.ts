import type { Sessions } from '../../flows/ports/store.ts'
import { endSessionsWrite, sessionMayContinueCheck } from '../rows/auth-state.ts'
import { memberRow } from '../rows/member/member.ts'
import { kindOf, readRow } from '../rows/row.ts'
import {
  endAliveSessionWrite,
  endSessionWrite,
  lateRetryWrite,
  rotateSessionWrite,
  sessionAliveCheck,
  sessionRow,
} from '../rows/session/session.ts'
import type { TableAccess } from '../table/table-access.ts'
import { findAliveSession, findLiveSession } from './live-session.ts'
import { openingIn, type SessionSettings } from './opening.ts'
import { readSession, readSessionRow } from './read-session.ts'
import { sessionsRange } from './session-room.ts'

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
export const sessionsIn = (table: TableAccess, settings: SessionSettings): Sessions => ({
  ...openingIn(table, settings),
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
