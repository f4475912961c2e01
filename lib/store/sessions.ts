import type { Session } from '../domain/member.ts'
import type { EntryRefusal, Sessions } from '../flows/ports/store.ts'
import type { Refusal } from './conflicts.ts'
import { findAlive, findPresence } from './presence.ts'
import { leadsToCheck } from './rows/claim.ts'
import { useProofWrite } from './rows/code.ts'
import { endSessionsWrite, gateRow, mayComeInCheck, maySessionGoOnCheck } from './rows/member.ts'
import { onceWrites, wasUsed } from './rows/once.ts'
import { endPendingWrite } from './rows/pending.ts'
import { readRow } from './rows/row.ts'
import {
  endSessionWrite,
  openSessionWrite,
  renewSignInWrite,
  rotateSessionWrite,
  sessionRow,
} from './rows/session.ts'
import type { TableAccess } from './table-access.ts'

/** What is used up together with opening a session: the visit's transaction, or the token of one that waited. */
const usedUpBy = (once: Parameters<Sessions['open']>[2], { createdAt }: Session) =>
  typeof once === 'object' && 'pendingId' in once
    ? { pending: endPendingWrite(once.pendingId, once.tokenId, 'linked', createdAt) }
    : onceWrites(once)

/** Why a member may not come in: the way is not the member's any more, or the member's own state. */
function notLetIn(refused: Refusal | undefined): EntryRefusal {
  if (refused?.item === undefined) return { kind: 'moved' }
  const member = readRow(gateRow, refused.item)
  return member.status === 'active' ? { kind: 'moved' } : { kind: 'not_active', member }
}

/** Why somebody who proved presence by a way may not stay: all sessions ended, or only the way is gone. */
function notLetBack(session: Session, { item }: Refusal): 'session_ended' | 'moved' {
  if (item === undefined) return 'session_ended'
  const gate = readRow(gateRow, item)
  const mayStay = gate.status === 'active' && session.createdAt >= gate.sessionsValidFrom
  return mayStay ? 'moved' : 'session_ended'
}

/** Sessions in a table. */
export const sessionsIn = (table: TableAccess): Sessions => ({
  async open(session, way, once) {
    const result = await table.transact({
      ...usedUpBy(once, session),
      session: openSessionWrite(session),
      member: mayComeInCheck(session, way),
    })
    if (result.kind === 'written') return { kind: 'opened' }
    const isUsed = wasUsed(result.refusals) || result.refusals.pending !== undefined
    return isUsed ? { kind: 'used' } : notLetIn(result.refusals.member)
  },

  async openByCode(session, way, proof, now) {
    const result = await table.transact({
      proof: useProofWrite(proof, now),
      address: leadsToCheck(proof.address, session.memberId),
      session: openSessionWrite(session),
      member: mayComeInCheck(session, way),
    })
    if (result.kind === 'written') return { kind: 'opened' }
    return result.refusals.proof !== undefined ? { kind: 'used' } : notLetIn(result.refusals.member)
  },

  find: (memberId, sessionId) => findPresence(table, memberId, sessionId),

  async rotate(next, from) {
    const result = await table.transact({
      session: rotateSessionWrite(next, from),
      member: maySessionGoOnCheck(next),
    })
    if (result.kind === 'written') return 'rotated'
    return result.refusals.member === undefined ? 'moved_on' : 'not_active'
  },

  async reauthenticate(memberId, sessionId, signIn, way, once, now) {
    const session = await findAlive(table, { memberId, sessionId }, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact({
      ...onceWrites(once),
      session: renewSignInWrite(session, signIn, now),
      member: mayComeInCheck(session, way),
    })
    if (result.kind === 'written') return 'done'
    if (wasUsed(result.refusals)) return 'used'
    const { member } = result.refusals
    return member === undefined ? 'session_ended' : notLetBack(session, member)
  },

  async end(memberId, sessionId) {
    const result = await table.delete(endSessionWrite(memberId, sessionId))
    if (result.kind === 'refused' || result.item === undefined) return undefined
    return readRow(sessionRow, result.item)
  },

  async endAll(memberId, now) {
    // One millisecond later, so that a session of this very moment ends with the others. Refused when they
    // were ended later than that, or when there is no such member: both are what was asked for.
    await table.update(endSessionsWrite(memberId, new Date(now.getTime() + 1)))
  },
})
