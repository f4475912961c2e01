import type { Session } from '../domain/member/member.ts'
import type { Owners } from '../domain/merge/identity-check.ts'
import type { IdentityChecks, Recording } from '../flows/ports/store.ts'
import { claimRow, freedClaimWrite, ownClaimWrite } from './rows/claim.ts'
import {
  beginCheckWrite,
  checkedMemberWrite,
  identityCheckRow,
  useCheckWrite,
} from './rows/identity/identity-check.ts'
import { eventWrite } from './rows/member/history.ts'
import { type NameSearch, renamedWrites } from './rows/member/name.ts'
import { messageWrites } from './rows/message.ts'
import { readRow } from './rows/row.ts'
import { sessionAliveCheck } from './rows/session/session.ts'
import { findAliveSession } from './sessions/live-session.ts'
import { keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'

const claimAttributes = ['kind', ...Object.keys(claimRow.schema.entries)]

/** All writes of a valid identity check. */
function recordingWrites(recording: Recording, session: Session, names: NameSearch, now: Date) {
  const { check, before, after, event, messages } = recording
  const { ci, di, phone } = after
  return {
    check: useCheckWrite(check.id),
    session: sessionAliveCheck(session, now),
    member: checkedMemberWrite(recording, session),
    ...(ci !== undefined && ci !== before.ci && { ci: ownClaimWrite('ci', ci, after) }),
    ...(di !== undefined && di !== before.di && { di: ownClaimWrite('di', di, after) }),
    ...(phone !== undefined &&
      phone !== before.phone && { phone: ownClaimWrite('phone', phone.value, after) }),
    ...(before.ci !== undefined && ci !== before.ci && { oldCi: freedClaimWrite('ci', before.ci, after.id) }),
    ...(before.di !== undefined && di !== before.di && { oldDi: freedClaimWrite('di', before.di, after.id) }),
    ...renamedWrites(names, before, after),
    event: eventWrite(after, event),
    ...messageWrites(messages),
  }
}

/** Implements `IdentityChecks` on a table. Every method throws `unavailable` as the table does. */
export const identityChecksIn = (table: TableAccess, names: NameSearch): IdentityChecks => ({
  async begin(check) {
    const { kind } = await table.transact({ check: beginCheckWrite(check) })
    if (kind !== 'written') throw new Error('A new check has the id of an older one')
  },

  async find(id, now) {
    const item = await table.get(keys.identityCheck(id))
    if (item === undefined) return undefined
    const row = readRow(identityCheckRow, item)
    if (row.expiresAt <= now) return undefined
    if (row.state === 'used') return { kind: 'used' }
    const { state: _, ...check } = row
    return 'memberId' in check ? { kind: 'open', check } : { kind: 'visit', check }
  },

  async owners({ ci, di, phone }) {
    const requestedKeys = [
      ...(ci === undefined ? [] : [keys.claim('ci', ci)]),
      ...(di === undefined ? [] : [keys.claim('di', di)]),
      ...(phone === undefined ? [] : [keys.claim('phone', phone)]),
    ]
    const claims = (await table.getAll(requestedKeys, claimAttributes)).map((item) => readRow(claimRow, item))
    return Object.fromEntries(claims.map(({ of, memberId }) => [of, memberId])) satisfies Owners
  },

  async record(recording, now) {
    const { memberId, sessionId } = recording.check
    const session = recording.session ?? (await findAliveSession(table, { memberId, sessionId }, now))
    if (session === undefined) return 'session_ended'
    const result = await table.transact(recordingWrites(recording, session, names, now))
    if (result.kind === 'written') return 'recorded'
    const { check, session: ended } = result.refusals
    if (check !== undefined) return 'used'
    return ended === undefined ? 'conflict' : 'session_ended'
  },
})
