import { passkeyMethod } from '../../domain/member/member.ts'
import { mayContinue } from '../../domain/session/session.ts'
import type { Passkeys } from '../../flows/ports/passkeys/passkeys.ts'
import { maySignInCheck, memberAuthStateRow, sessionMayContinueCheck } from '../rows/auth-state.ts'
import { memberAttributes, memberRow } from '../rows/member/member.ts'
import { wasUsed } from '../rows/once.ts'
import { passkeyClaimRow, passkeyRow, renamedPasskeyWrite } from '../rows/passkey.ts'
import { kindOf, readRow } from '../rows/row.ts'
import { openSessionWrite, renewSignInWrite, sessionAliveCheck } from '../rows/session/session.ts'
import { firstSignInWrite, openingWrite } from '../rows/session/session-opening.ts'
import { findAliveSession } from '../sessions/live-session.ts'
import { openingRefusalOf, secondTry } from '../sessions/open-session.ts'
import { writeWithRoom } from '../sessions/session-room.ts'
import { keys } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'
import {
  passkeyAddingWrites,
  passkeyRemovalWrites,
  passkeyUseWrites,
} from '../transactions/passkey-writes.ts'

/** Everything that signs members in by passkeys. */
const openingIn = (table: TableAccess, maxSessions: number): Pick<Passkeys, 'open' | 'reauthenticate'> => ({
  async open(session, use) {
    const proof = passkeyMethod(use.passkey)
    const attempt = (opened: typeof session, isFirst: boolean) =>
      writeWithRoom(
        table,
        { memberId: opened.memberId, max: maxSessions, now: opened.createdAt },
        ({ room, ended }) =>
          table.transact({
            ...passkeyUseWrites(opened, use, opened.createdAt),
            session: openSessionWrite(opened),
            ...ended,
            member: isFirst ? firstSignInWrite(opened, proof) : openingWrite(opened, proof, room),
          }),
      )
    const first = await attempt(session, false)
    const second = first.kind === 'refused' ? secondTry(first.refusals.member, session) : undefined
    const result = second === undefined ? first : await attempt(second.session, second.isFirst)
    return result.kind === 'written' ? { kind: 'opened' } : openingRefusalOf(result.refusals)
  },

  async reauthenticate(by, signIn, use, now) {
    const session = await findAliveSession(table, by, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact({
      ...passkeyUseWrites(session, use, now),
      session: renewSignInWrite(session, signIn, now),
      member: maySignInCheck(session, passkeyMethod(use.passkey)),
    })
    if (result.kind === 'written') return 'done'
    if (wasUsed(result.refusals)) return 'used'
    const { member, session: ended } = result.refusals
    if (ended !== undefined || (member !== undefined && member.item === undefined)) return 'session_ended'
    const isEnded =
      member?.item !== undefined && !mayContinue(session, readRow(memberAuthStateRow, member.item))
    return isEnded ? 'session_ended' : 'conflict'
  },
})

/** Implements `Passkeys` on a table. Every method throws `unavailable` as the table does. */
export const passkeysOf = (table: TableAccess, maxSessions: number): Passkeys => ({
  ...openingIn(table, maxSessions),

  async find(credentialId) {
    const claimed = await table.get(keys.passkeyClaim(credentialId))
    if (claimed === undefined) return undefined
    const { memberId, passkeyId } = readRow(passkeyClaimRow, claimed)
    const items = await table.getAll(
      [keys.member(memberId), keys.passkey(memberId, passkeyId)],
      [...new Set([...memberAttributes, ...Object.keys(passkeyRow.schema.entries)])],
    )
    const member = items.find((item) => kindOf(item) === memberRow.kind)
    const passkey = items.find((item) => kindOf(item) === passkeyRow.kind)
    return member === undefined || passkey === undefined
      ? undefined
      : { member: readRow(memberRow, member), passkey: readRow(passkeyRow, passkey) }
  },

  async add(adding, now) {
    const session = await findAliveSession(table, adding, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact(passkeyAddingWrites(adding, session, now))
    if (result.kind === 'written') return 'added'
    if (wasUsed(result.refusals)) return 'used'
    if (result.refusals.session !== undefined) return 'session_ended'
    return result.refusals.claim === undefined ? 'conflict' : 'taken'
  },

  async rename(by, id, name, now) {
    const session = await findAliveSession(table, by, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact({
      session: sessionAliveCheck(session, now),
      member: sessionMayContinueCheck(session),
      passkey: renamedPasskeyWrite(by.memberId, id, name),
    })
    if (result.kind === 'written') return 'renamed'
    const { session: ended, member } = result.refusals
    return ended === undefined && member === undefined ? 'not_found' : 'session_ended'
  },

  async remove(removal, now) {
    const session = await findAliveSession(table, removal, now)
    if (session === undefined) return 'session_ended'
    const result = await table.transact(passkeyRemovalWrites(removal, session, now))
    if (result.kind === 'written') return 'removed'
    return result.refusals.session === undefined ? 'conflict' : 'session_ended'
  },
})
