import type { Session } from '../domain/member/member.ts'
import type { Identity } from '../domain/values/identity.ts'
import type { MemberId } from '../domain/values/ids.ts'
import type { IdentityClaim } from '../domain/visit/pending-connection.ts'
import type { Merges, Merging, WholeMember } from '../flows/ports/store.ts'
import { identitiesIn } from './rows/identity/identity.ts'
import { useCheckWrite } from './rows/identity/identity-check.ts'
import { identityClaimRow } from './rows/identity/identity-claim.ts'
import { memberRow, passwordRow } from './rows/member/member.ts'
import { answerMergeWrite, askMergeWrite, mergeQuestionRow } from './rows/member/merge-question.ts'
import type { NameSearch } from './rows/member/name.ts'
import { onceWrites } from './rows/once.ts'
import { passkeysIn } from './rows/passkey.ts'
import { kindOf, readRow } from './rows/row.ts'
import { findAliveSession } from './sessions/live-session.ts'
import { keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'
import { mergeWrites } from './transactions/merge-writes.ts'

/** The limit of writes in a DynamoDB transaction. */
const maxWrites = 100

/** The limit of keys in one batch read. */
const maxKeys = 100

const claimAttributes = ['kind', ...Object.keys(identityClaimRow.schema.entries)]

/** A member with everything that leads to it. */
async function readWhole(table: TableAccess, id: MemberId): Promise<WholeMember | undefined> {
  const { PK } = keys.member(id)
  // Identities, the member itself and its passkeys are neighbours in the partition. `$` follows `#`.
  const items = await table.query({ partition: PK, from: 'IDENTITY#', to: 'PASSKEY$' })
  const item = items.find((one) => kindOf(one) === memberRow.kind)
  if (item === undefined) return undefined
  const listed = identitiesIn(items)
  const passkeys = passkeysIn(items)
  return {
    member: readRow(memberRow, item),
    ...listed,
    passkeys,
    held: await heldBy(table, id, listed.ended),
  }
}

async function heldBy(
  table: TableAccess,
  id: MemberId,
  ended: readonly Identity[],
): Promise<readonly IdentityClaim[]> {
  const claims = await table.getAll(ended.slice(0, maxKeys).map(keys.identityClaim), claimAttributes)
  return claims
    .map((item): IdentityClaim => readRow(identityClaimRow, item))
    .filter(({ memberId }) => memberId === id)
}

/** The session that proves the other account, if the merge needs one. Reads nothing otherwise. */
async function otherSessionOf(
  table: TableAccess,
  { other, otherSessionId }: Merging,
  now: Date,
): Promise<{ readonly otherSession?: Session } | 'ended'> {
  if (otherSessionId === undefined) return {}
  const named = { memberId: other.member.id, sessionId: otherSessionId }
  const otherSession = await findAliveSession(table, named, now)
  return otherSession === undefined ? 'ended' : { otherSession }
}

/** Implements `Merges` on a table. Every method throws `unavailable` as the table does. */
export const mergesIn = (table: TableAccess, names: NameSearch): Merges => ({
  async ask(question, once) {
    const consumed =
      typeof once === 'object' && 'identityCheck' in once
        ? { check: useCheckWrite(once.identityCheck) }
        : onceWrites(once)
    const writes = { ...consumed, question: askMergeWrite(question) }
    return (await table.transact(writes)).kind === 'written' ? 'asked' : 'used'
  },

  async find(id, now) {
    const item = await table.get(keys.merge(id))
    if (item === undefined) return undefined
    const row = readRow(mergeQuestionRow, item)
    if (row.expiresAt <= now) return undefined
    if (row.state === 'answered') return { kind: 'answered' }
    const { state: _, ...question } = row
    return { kind: 'open', question }
  },

  async decline(question, now) {
    return (await table.update(answerMergeWrite(question, now))).kind === 'written' ? 'declined' : 'used'
  },

  read: (id) => readWhole(table, id),

  async merge(merging, now) {
    const { survivor, other, union, sessionId } = merging
    const [session, otherSession, item] = await Promise.all([
      findAliveSession(table, { memberId: survivor.member.id, sessionId }, now),
      otherSessionOf(table, merging, now),
      union.movesPassword ? table.get(keys.member(other.member.id)) : undefined,
    ])
    if (session === undefined || otherSession === 'ended') return 'session_ended'
    const password = item === undefined ? undefined : readRow(passwordRow, item).passwordHash
    if (union.movesPassword && password === undefined) return 'conflict'
    const writes = mergeWrites(merging, { session, ...otherSession }, password, names, now)
    if (Object.keys(writes).length > maxWrites) return 'too_much'
    const result = await table.transact(writes)
    if (result.kind === 'written') return 'merged'
    const { question, session: ended, otherSession: otherEnded } = result.refusals
    if (question !== undefined) return 'used'
    return ended === undefined && otherEnded === undefined ? 'conflict' : 'session_ended'
  },
})
