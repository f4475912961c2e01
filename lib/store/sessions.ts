import type { Session } from '../domain/member.ts'
import type { Sessions } from '../flows/ports/store.ts'
import { endSessionsWrite, gateRow, mayComeInCheck, maySessionGoOnCheck } from './rows/member.ts'
import { onceWrites, wasUsed } from './rows/once.ts'
import { endPendingWrite } from './rows/pending.ts'
import { kindOf, readRow } from './rows/row.ts'
import { endSessionWrite, openSessionWrite, rotateSessionWrite, sessionRow } from './rows/session.ts'
import { keys } from './schema.ts'
import type { TableAccess } from './table-access.ts'

/** What one read of a session with its member's gate asks for; both items are asked for the same attributes. */
const attributes = [
  ...new Set(['kind', ...Object.keys(sessionRow.schema.entries), ...Object.keys(gateRow.schema.entries)]),
]

/** What is used up together with opening a session: the visit's transaction, or the token of one that waited. */
const usedUpBy = (once: Parameters<Sessions['open']>[2], { createdAt }: Session) =>
  typeof once === 'object' && 'pendingId' in once
    ? { pending: endPendingWrite(once.pendingId, once.tokenId, 'linked', createdAt) }
    : onceWrites(once)

/** Sessions in a table. */
export const sessionsIn = (table: TableAccess): Sessions => ({
  async open(session, way, once) {
    const result = await table.transact({
      ...usedUpBy(once, session),
      session: openSessionWrite(session),
      member: mayComeInCheck(session, way),
    })
    if (result.kind === 'written') return { kind: 'opened' }
    if (wasUsed(result.refusals) || result.refusals.pending !== undefined) return { kind: 'used' }
    const item = result.refusals.member?.item
    if (item === undefined) return { kind: 'moved' }
    const member = readRow(gateRow, item)
    return member.status === 'active' ? { kind: 'moved' } : { kind: 'not_active', member }
  },

  async find(memberId, sessionId) {
    const items = await table.getAll([keys.session(memberId, sessionId), keys.member(memberId)], attributes)
    const session = items.find((item) => kindOf(item) === sessionRow.kind)
    const member = items.find((item) => kindOf(item) === gateRow.kind)
    if (session === undefined || member === undefined) return undefined
    return { session: readRow(sessionRow, session), gate: readRow(gateRow, member) }
  },

  async rotate(next, from) {
    const result = await table.transact({
      session: rotateSessionWrite(next, from),
      member: maySessionGoOnCheck(next),
    })
    if (result.kind === 'written') return 'rotated'
    return result.refusals.member === undefined ? 'moved_on' : 'not_active'
  },

  async end(memberId, sessionId) {
    const result = await table.delete(endSessionWrite(memberId, sessionId))
    if (result.kind === 'refused' || result.old === undefined) return undefined
    return readRow(sessionRow, result.old)
  },

  async endAll(memberId, now) {
    // One millisecond later, so that a session of this very moment ends with the others. Refused when they
    // were ended later than that, or when there is no such member: both are what was asked for.
    await table.update(endSessionsWrite(memberId, new Date(now.getTime() + 1)))
  },
})
