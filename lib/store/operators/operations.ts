import { identityMethod } from '../../domain/member/member.ts'
import { defined } from '../../domain/values/defined.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { Operations } from '../../flows/ports/store/operators/operations.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { claimRow } from '../rows/claim.ts'
import { unlinkedIdentityWrite } from '../rows/identity/identity.ts'
import { removedClaimWrite, unlinkedClaimWrite } from '../rows/identity/identity-ending.ts'
import { releaseEndedWrite } from '../rows/identity/member-identities.ts'
import { forgottenProfileWrite } from '../rows/identity/provider-profile.ts'
import { eventWrite, readEvent } from '../rows/member/history.ts'
import { signOutWrite, takeMethodWrite, updateStatusWrite } from '../rows/member/operation.ts'
import { sharedHash, sharedRow } from '../rows/member/shared.ts'
import { messageWrites } from '../rows/message.ts'
import { kindOf, readRow } from '../rows/row.ts'
import { keys, sharedPartition } from '../table/schema.ts'
import type { TableAccess } from '../table/table-access.ts'
import { passkeyTakingWrites } from '../transactions/passkey-writes.ts'
import { recordOf } from './whole-record.ts'

/** DynamoDB's limit of one transaction. */
const looksPerTransaction = 100

/** The members who claim or share a contact. */
export async function holdersOf(
  table: TableAccess,
  hashes: KeyedHashes,
  of: 'email' | 'phone',
  value: string,
): Promise<readonly MemberId[]> {
  const [claim, shared] = await Promise.all([
    table.get(keys.claim(of, value)),
    table.first(sharedPartition(of, sharedHash(hashes, of, value)), 100),
  ])
  const sharers = shared.filter((item) => kindOf(item) === sharedRow.kind)
  return [
    ...(claim === undefined ? [] : [readRow(claimRow, claim).memberId]),
    ...sharers.map((item) => readRow(sharedRow, item).memberId),
  ]
}

/** Records looks of operators, many in one transaction. */
async function recordLooks(table: TableAccess, looks: Parameters<Operations['record']>[0]): Promise<void> {
  for (let at = 0; at < looks.length; at += looksPerTransaction) {
    const some = looks.slice(at, at + looksPerTransaction)
    await table.transact(
      Object.fromEntries(some.map(({ member, event }) => [event.id, eventWrite(member, event)])),
    )
  }
}

/**
 * Implements `Operations` on a table: support's actions. Every method throws `unavailable` as the table
 * does.
 */
export const operationsIn = (table: TableAccess, hashes: KeyedHashes): Operations => ({
  find: (id) => recordOf(table, id),

  findByContact: (of, value) => holdersOf(table, hashes, of, value),

  async findByLoginId(key) {
    const claim = await table.get(keys.claim('login_id', key))
    return claim === undefined ? [] : [readRow(claimRow, claim).memberId]
  },

  async history(id, { before, limit }) {
    const { PK: partition, SK: from } = keys.event(id, '')
    // Ids are hexadecimal, and `~` sorts after them.
    const to = keys.event(id, before ?? '~').SK
    const items = await table.last({ partition, from, to }, before === undefined ? limit : limit + 1)
    return items
      .map(readEvent)
      .filter((event) => event.id !== before)
      .slice(0, limit)
  },

  record: (looks) => recordLooks(table, looks),

  async updateStatus(change) {
    const { member, event } = change
    const writes = { member: updateStatusWrite(change), event: eventWrite(member, event) }
    return (await table.transact(writes)).kind === 'written' ? 'done' : 'conflict'
  },

  async signOut(member, event) {
    const writes = { member: signOutWrite(member), event: eventWrite(member, event) }
    return (await table.transact(writes)).kind === 'written' ? 'done' : 'conflict'
  },

  async take({ member, identity, ended, shared, event, unreachable, messages }, now) {
    const result = await table.transact({
      member:
        ended === undefined
          ? takeMethodWrite(member, identityMethod(identity))
          : releaseEndedWrite(member, identity),
      identity: unlinkedIdentityWrite(member.id, identity),
      profile: forgottenProfileWrite(member.id, identity),
      claim:
        ended === undefined
          ? unlinkedClaimWrite(identity, member.id, now, shared)
          : removedClaimWrite(ended, member.id),
      event: eventWrite(member, event),
      ...defined({ unreachable: unreachable && eventWrite(member, unreachable) }),
      ...messageWrites(messages),
    })
    return result.kind === 'written' ? 'done' : 'conflict'
  },

  async takePasskey(taking, now) {
    return (await table.transact(passkeyTakingWrites(taking, now))).kind === 'written' ? 'done' : 'conflict'
  },
})
