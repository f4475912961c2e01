import type { MemberId } from '../../domain/values/ids.ts'
import type { Operations } from '../../flows/ports/store/operators/operations.ts'
import type { MemberRecord } from '../../flows/ports/store.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { claimRow } from '../rows/claim.ts'
import { linkedIdentityRow, unlinkedIdentityWrite } from '../rows/identity/identity.ts'
import { unlinkedClaimWrite } from '../rows/identity/identity-ending.ts'
import { consentRow, eventWrite } from '../rows/member/history.ts'
import { memberRow, passwordRow } from '../rows/member/member.ts'
import { takeMethodWrite, updateStatusWrite } from '../rows/member/operation.ts'
import { sharedHash, sharedRow } from '../rows/member/shared.ts'
import { kindOf, readRow } from '../rows/row.ts'
import { keys, sharedPartition } from '../table/schema.ts'
import type { Place } from '../table/send.ts'
import type { TableAccess } from '../table/table-access.ts'
import { memberPages } from './member-pages.ts'

/** A member with its identities, neighbours in the partition. */
async function recordOf(table: TableAccess, id: MemberId): Promise<MemberRecord | undefined> {
  const items = await table.query({ partition: keys.member(id).PK, from: 'IDENTITY#', to: 'MEMBER' })
  const member = items.find((item) => kindOf(item) === memberRow.kind)
  if (member === undefined) return undefined
  const identities = items.filter((item) => kindOf(item) === linkedIdentityRow.kind)
  return {
    member: readRow(memberRow, member),
    identities: identities.map((item) => readRow(linkedIdentityRow, item)),
  }
}

/**
 * Implements `Operations` on a table: the operators' commands. Every method throws `unavailable` as the table
 * does.
 */
export const operationsIn = (table: TableAccess, place: Place, hashes: KeyedHashes): Operations => ({
  find: (id) => recordOf(table, id),

  async findWhole(id) {
    const { PK } = keys.member(id)
    const [record, consents, item] = await Promise.all([
      recordOf(table, id),
      table.query({ partition: PK, from: 'CONSENT#', to: 'CONSENT$' }),
      table.get(keys.member(id)),
    ])
    if (record === undefined || item === undefined) return undefined
    return {
      ...record,
      ...readRow(passwordRow, item),
      consents: consents.map((consent) => readRow(consentRow, consent)),
    }
  },

  pages: () => memberPages(place),

  async findByContact(of, value) {
    const [claim, shared] = await Promise.all([
      table.get(keys.claim(of, value)),
      table.first(sharedPartition(of, sharedHash(hashes, of, value)), 100),
    ])
    const sharers = shared.filter((item) => kindOf(item) === sharedRow.kind)
    return [
      ...(claim === undefined ? [] : [readRow(claimRow, claim).memberId]),
      ...sharers.map((item) => readRow(sharedRow, item).memberId),
    ]
  },

  async record(member, event) {
    await table.transact({ event: eventWrite(member, event) })
  },

  async updateStatus(change) {
    const { member, event } = change
    const writes = { member: updateStatusWrite(change), event: eventWrite(member, event) }
    return (await table.transact(writes)).kind === 'written' ? 'done' : 'conflict'
  },

  async take({ member, identity, shared, event }, now) {
    const result = await table.transact({
      member: takeMethodWrite({ member, identity }),
      identity: unlinkedIdentityWrite(member.id, identity),
      claim: unlinkedClaimWrite(identity, member.id, now, shared),
      event: eventWrite(member, event),
    })
    return result.kind === 'written' ? 'done' : 'conflict'
  },
})
