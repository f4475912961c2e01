import type { AddressMarks, FailingAddresses } from '../flows/ports/mail-failures.ts'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import { holdersOf } from './operators/operations.ts'
import { failingAddressWrite, reachedAgainWrite } from './rows/member/failing-address.ts'
import { eventWrite } from './rows/member/history.ts'
import { memberRow } from './rows/member/member.ts'
import { readRow } from './rows/row.ts'
import { keys } from './table/schema.ts'
import type { TableAccess } from './table/table-access.ts'

/** Implements `FailingAddresses` on a table. Every method throws `unavailable` as the table does. */
export const failingAddressesIn = (table: TableAccess, hashes: KeyedHashes): FailingAddresses => ({
  holdersOf: (address) => holdersOf(table, hashes, 'email', address),
  ...addressMarksIn(table),
})

/** Implements `AddressMarks` on a table. Every method throws `unavailable` as the table does. */
export const addressMarksIn = (table: TableAccess): AddressMarks => ({
  async find(id) {
    const item = await table.get(keys.member(id))
    return item === undefined ? undefined : readRow(memberRow, item)
  },

  async mark(member, address, why, events) {
    const result = await table.transact({
      member: failingAddressWrite(member, address, why),
      ...Object.fromEntries(
        events.map((event) => [`event:${event.type}`, eventWrite(member, event)] as const),
      ),
    })
    return result.kind === 'written' ? 'done' : 'conflict'
  },

  async unmark(member, address, event) {
    const result = await table.transact({
      member: reachedAgainWrite(member, address),
      event: eventWrite(member, event),
    })
    return result.kind === 'written' ? 'done' : 'conflict'
  },
})
