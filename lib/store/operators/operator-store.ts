import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { defined } from '../../domain/values/defined.ts'
import type { ClosedMembers } from '../../flows/ports/store/operators/closed-members.ts'
import type { BulkRows, Imports } from '../../flows/ports/store/operators/imports.ts'
import type { MembersInLedger } from '../../flows/ports/store/operators/members-in-ledger.ts'
import type { NameEntries } from '../../flows/ports/store/operators/name-entries.ts'
import type { Exports, Operations } from '../../flows/ports/store/operators/operations.ts'
import type { FailedMessages, RecordedEvents } from '../../flows/ports/store/operators/repeats.ts'
import type { KeyedHashes } from '../../flows/ports/tokens.ts'
import { defaultRetryPolicy } from '../table/retry.ts'
import type { SendTransaction } from '../table/send.ts'
import { accessTable } from '../table/table-access.ts'
import { closedMembersIn } from './closed-members.ts'
import { failedMessagesIn } from './failed-messages.ts'
import { bulkRowsOf } from './importing/bulk-rows.ts'
import { importsIn } from './importing/imports.ts'
import { memberPages } from './member-pages.ts'
import { membersInLedger } from './members-in-ledger.ts'
import { nameEntriesIn } from './name-entries.ts'
import { operationsIn } from './operations.ts'
import { recordedEventsIn } from './recorded-events.ts'
import { findWhole } from './whole-record.ts'

/** The operators' part of the store. No function uses imports and exports, so no bundle contains them. */
export interface OperatorStore {
  readonly imports: Imports
  readonly bulkRows: BulkRows
  readonly operations: Operations
  readonly exports: Exports
  readonly nameEntries: NameEntries
  readonly recordedEvents: RecordedEvents
  readonly failedMessages: FailedMessages
  /** Takes the name of the table of before a restore. */
  closedMembers(tableName: string): ClosedMembers
  /** Takes the name of the ledger's table. */
  membersInLedger(ledgerName: string): MembersInLedger
}

/** Creates the operators' store on a table, with real time and chance between retries. */
export function createOperatorStore({
  client,
  sendTransaction,
  tableName,
  hashes,
}: {
  readonly client: DynamoDBDocumentClient
  /** Sends the transactions of imports. Absent: the client does. */
  readonly sendTransaction?: SendTransaction
  readonly tableName: string
  readonly hashes: KeyedHashes
}): OperatorStore {
  const place = { client, tableName, retryPolicy: defaultRetryPolicy }
  const table = accessTable(place)
  const importing = accessTable({ ...place, ...defined({ sendTransaction }) })
  return {
    imports: importsIn(importing, place, hashes),
    bulkRows: bulkRowsOf(hashes),
    operations: operationsIn(table, hashes),
    exports: { findWhole: (id) => findWhole(table, id), pages: () => memberPages(place) },
    nameEntries: nameEntriesIn(table, hashes),
    recordedEvents: recordedEventsIn(place),
    failedMessages: failedMessagesIn(table),
    closedMembers: (before) => closedMembersIn({ ...place, tableName: before }),
    membersInLedger: (ledgerName) => membersInLedger(table, { ...place, tableName: ledgerName }),
  }
}
