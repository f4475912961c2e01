import { isAlive } from '../domain/session/session.ts'
import { defined } from '../domain/values/defined.ts'
import type { Identity } from '../domain/values/identity.ts'
import type { MemberId, SessionId } from '../domain/values/ids.ts'
import type { IdentityClaim } from '../domain/visit/pending-connection.ts'
import type { Merges, WholeMember } from '../flows/ports/store.ts'
import { identitiesIn } from './rows/identity/identity.ts'
import { useCheckWrite } from './rows/identity/identity-check.ts'
import { identityClaimRow } from './rows/identity/identity-claim.ts'
import { profilesIn } from './rows/identity/provider-profile.ts'
import { memberRow, passwordRow } from './rows/member/member.ts'
import { answerMergeWrite, askMergeWrite, mergeQuestionRow } from './rows/member/merge-question.ts'
import type { NameSearch } from './rows/member/name.ts'
import { onceWrites } from './rows/once.ts'
import { passkeysIn } from './rows/passkey.ts'
import { kindOf, readRow } from './rows/row.ts'
import { sessionRow } from './rows/session/session.ts'
import { readSession } from './sessions/read-session.ts'
import { keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'
import { mergeWrites } from './transactions/merge-writes.ts'

/** The limit of writes in a DynamoDB transaction. */
const maxWrites = 100

/** The limit of keys in one batch read. */
const maxKeys = 100

const claimAttributes = ['kind', ...Object.keys(identityClaimRow.schema.entries)]

/** A member with everything that leads to it, and one of its sessions. */
async function readWhole(
  table: TableAccess,
  id: MemberId,
  sessionId: SessionId | undefined,
  now: Date,
): Promise<WholeMember | undefined> {
  const { PK } = keys.member(id)
  // Identities, the member itself, its passkeys and its sessions are neighbours in the partition. `$` follows `#`.
  const to = sessionId === undefined ? 'PASSKEY$' : keys.session(id, sessionId).SK
  const items = await table.query({ partition: PK, from: 'IDENTITY#', to })
  const item = items.find((one) => kindOf(one) === memberRow.kind)
  if (item === undefined) return undefined
  const member = readRow(memberRow, item)
  const listed = identitiesIn(items)
  const session = items
    .filter((one) => kindOf(one) === sessionRow.kind)
    .flatMap((one) => readSession(one, item) ?? [])
    .find((one) => one.id === sessionId && isAlive(one, member, now))
  return {
    member,
    ...listed,
    passkeys: passkeysIn(items),
    providerProfiles: profilesIn(items),
    ...readRow(passwordRow, item),
    ...defined({ session }),
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

  read: (id, sessionId, now) => readWhole(table, id, sessionId, now),

  async merge(merging, now) {
    if (merging.union.movesPassword && merging.other.passwordHash === undefined) return 'conflict'
    const writes = mergeWrites(merging, names, now)
    if (Object.keys(writes).length > maxWrites) return 'too_much'
    const result = await table.transact(writes)
    if (result.kind === 'written') return 'merged'
    const { question, session: ended, otherSession: otherEnded } = result.refusals
    if (question !== undefined) return 'used'
    return ended === undefined && otherEnded === undefined ? 'conflict' : 'session_ended'
  },
})
