import { isAlive } from '../domain/session/session.ts'
import type { MemberId, SessionId } from '../domain/values/ids.ts'
import { contactKindOf } from '../domain/values/verification.ts'
import type { Identified, MemberRecord, Members, SessionsRecord } from '../flows/ports/store.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { agreeWrite } from './rows/auth-state.ts'
import { claimRow } from './rows/claim.ts'
import { useProofWrite } from './rows/code.ts'
import { identitiesIn } from './rows/identity/identity.ts'
import { profilesIn } from './rows/identity/provider-profile.ts'
import { consentRange, consentsIn, eventWrite } from './rows/member/history.ts'
import { memberRow, passwordRow, verifiedFactsRow } from './rows/member/member.ts'
import { recoverMemberWrite, renewPasswordHashWrite } from './rows/member/member-changes.ts'
import { messageWrites } from './rows/message.ts'
import { ownerOf } from './rows/owner.ts'
import { passkeysIn } from './rows/passkey.ts'
import { kindOf, readRow } from './rows/row.ts'
import { openSessionWrite, sessionAliveCheck, sessionRow } from './rows/session/session.ts'
import { findAliveSession } from './sessions/live-session.ts'
import { readSession } from './sessions/read-session.ts'
import { sessionsRange } from './sessions/session-room.ts'
import { contactShare, findAllByAddress, ownersRead, sharersIn, withSharers } from './shared-contacts.ts'
import type { Range } from './table/reads.ts'
import { type Key, keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'
import { recoveryWrites } from './transactions/recovery-writes.ts'

/** Identities, the member itself, its passkeys, the providers' profiles and its sessions up to one: neighbours in the partition. */
function recordRange(memberId: MemberId, sessionId: SessionId): Range {
  const { PK, SK } = keys.session(memberId, sessionId)
  return { partition: PK, from: 'IDENTITY#', to: SK }
}

/** The same with all sessions. */
const wholeRange = (memberId: MemberId): Range => ({ ...sessionsRange(memberId), from: 'IDENTITY#' })

const isMember = (item: unknown): boolean => kindOf(item) === memberRow.kind

function recordOf(items: readonly unknown[]): MemberRecord | undefined {
  const member = items.find(isMember)
  if (member === undefined) return undefined
  return {
    member: readRow(memberRow, member),
    ...identitiesIn(items),
    passkeys: passkeysIn(items),
    providerProfiles: profilesIn(items),
  }
}

/** Changes members. */
const changingIn = (table: TableAccess): Pick<Members, 'recover' | 'renewPasswordHash' | 'addConsents'> => ({
  async recover(recovery, now) {
    const { member, proof, session, messages } = recovery
    const result = await table.transact({
      proof: useProofWrite(proof, now),
      member: recoverMemberWrite(recovery),
      ...recoveryWrites(recovery, member),
      session: openSessionWrite(session),
      ...messageWrites(messages),
    })
    if (result.kind === 'written') return 'recovered'
    return result.refusals.proof === undefined ? 'conflict' : 'used'
  },

  async renewPasswordHash(memberId, from, to) {
    // Refused when another request renewed the hash or changed the password: both are fine.
    await table.update(renewPasswordHashWrite(memberId, from, to))
  },

  async addConsents(by, { consents, agreements, event }, now) {
    const session = await findAliveSession(table, by, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact({
      session: sessionAliveCheck(session, now),
      member: agreeWrite(session, agreements),
      event: eventWrite(ownerOf(session), event, consents),
    })
    if (result.kind === 'written') return 'added'
    const { session: ended, member } = result.refusals
    if (ended === undefined && member === undefined) throw new Error('A new event has the id of an older one')
    return 'session_ended'
  },
})

/** The member that a claim leads to. */
async function findByClaim(table: TableAccess, key: Key): Promise<Identified | undefined> {
  const claim = await table.get(key)
  // An unclaimed value takes two reads as well, so the response time does not reveal members. A claim made in between
  // is found the next time.
  const item = await table.get(claim === undefined ? key : keys.member(readRow(claimRow, claim).memberId))
  return claim === undefined || item === undefined
    ? undefined
    : { member: readRow(memberRow, item), ...readRow(passwordRow, item) }
}

/** Reads the member of a range with the sessions there, one of which must be alive. */
const recordsIn =
  (table: TableAccess, hashes: KeyedHashes) =>
  async (
    range: Range,
    sessionId: SessionId,
    now: Date,
    marks: 'marked' | 'unmarked' = 'marked',
  ): Promise<SessionsRecord | undefined> => {
    const items = await table.query(range)
    const record = recordOf(items)
    if (record === undefined) return undefined
    const member = items.find(isMember)
    const sessions = items
      .filter((item) => kindOf(item) === sessionRow.kind)
      .flatMap((item) => readSession(item, member) ?? [])
    const session = sessions.find(({ id }) => id === sessionId)
    if (session === undefined || !isAlive(session, record.member, now)) return undefined
    if (marks === 'unmarked') return { ...record, session, sessions }
    const marked = await withSharers(ownersRead(table, hashes), record.member)
    return { ...record, member: marked, session, sessions }
  }

/** Implements `Members` on a table. Every method throws `unavailable` as the table does. */
export function membersIn(table: TableAccess, hashes: KeyedHashes): Members {
  const findIn = recordsIn(table, hashes)
  return {
    ...changingIn(table),

    async findBySession(memberId, sessionId, now, marks) {
      const found = await findIn(recordRange(memberId, sessionId), sessionId, now, marks)
      if (found === undefined) return undefined
      const { sessions: _, ...record } = found
      return record
    },

    findWithSessions: (memberId, sessionId, now) => findIn(wholeRange(memberId), sessionId, now),

    async find(memberId) {
      const item = await table.get(keys.member(memberId))
      return item === undefined ? undefined : readRow(memberRow, item)
    },

    async verifiedFacts(memberId) {
      const item = await table.get(keys.member(memberId))
      return item === undefined ? {} : readRow(verifiedFactsRow, item)
    },

    findByAddress: (address) => findByClaim(table, keys.claim(contactKindOf(address), address.value)),

    findAllByAddress: (address) => findAllByAddress(table, hashes, address),

    marked: (member) => withSharers(ownersRead(table, hashes), member),

    contactShare: (address) => contactShare(table, hashes, address),

    sharers: (share) => sharersIn(table, share),

    findByLoginId: (loginId) => findByClaim(table, keys.claim('login_id', loginId)),

    async passwordHash(memberId) {
      const item = await table.get(keys.member(memberId))
      return item === undefined ? undefined : readRow(passwordRow, item).passwordHash
    },

    async consents(memberId) {
      return consentsIn(await table.query(consentRange(memberId)))
    },
  }
}
