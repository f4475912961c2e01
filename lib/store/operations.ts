import { identityWay } from '../domain/member.ts'
import type { Operations, Restanding } from '../flows/ports/store/operations.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { every, updateWhen } from './expressions.ts'
import { claimRow } from './rows/claim.ts'
import { eventWrite } from './rows/history.ts'
import { linkedIdentityRow, unlinkedIdentityWrite } from './rows/identity.ts'
import { unlinkedClaimWrite } from './rows/identity-ending.ts'
import { memberRow } from './rows/member.ts'
import { kindOf, readRow } from './rows/row.ts'
import { sharedHash, sharedRow } from './rows/shared.ts'
import { keys, sharedPartition } from './schema.ts'
import type { TableAccess } from './table-access.ts'

const isAt = (version: number) => ({ text: '#version = :version', values: { version } })

const restandWrite = ({ member, to, endsSessionsAt, deactivationId }: Restanding) =>
  updateWhen(
    keys.member(member.id),
    {
      set: {
        status: to,
        ...(endsSessionsAt && { sessionsValidFrom: endsSessionsAt.getTime() + 1 }),
        ...(deactivationId !== undefined && { deactivationId }),
      },
      remove: deactivationId === undefined ? ['deactivationId'] : [],
      add: { version: 1 },
    },
    isAt(member.version),
  )

/** What operators do, in a table. */
export const operationsIn = (table: TableAccess, hashes: KeyedHashes): Operations => ({
  async find(id) {
    const { PK } = keys.member(id)
    const items = await table.query({ partition: PK, from: 'IDENTITY#', to: 'MEMBER' })
    const member = items.find((item) => kindOf(item) === memberRow.kind)
    if (member === undefined) return undefined
    const identities = items.filter((item) => kindOf(item) === linkedIdentityRow.kind)
    return {
      member: readRow(memberRow, member),
      identities: identities.map((item) => readRow(linkedIdentityRow, item)),
    }
  },

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

  async restand(restanding) {
    const { member, event } = restanding
    const writes = { member: restandWrite(restanding), event: eventWrite(member, event) }
    return (await table.transact(writes)).kind === 'written' ? 'done' : 'moved'
  },

  async take({ member, identity, shared, event }, now) {
    const result = await table.transact({
      member: updateWhen(
        keys.member(member.id),
        { without: { ways: new Set([identityWay(identity)]) }, add: { version: 1 } },
        every(isAt(member.version)),
      ),
      identity: unlinkedIdentityWrite(member.id, identity),
      claim: unlinkedClaimWrite(identity, member.id, now, shared),
      event: eventWrite(member, event),
    })
    return result.kind === 'written' ? 'done' : 'moved'
  },
})
