import { randomUUID } from 'node:crypto'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { changesIn } from '#changes'
import { erasuresIn } from '#erasures'
import { passkeysOf } from '#passkeys'
import { registrationsIn } from '#registrations'
import { withdrawalsIn } from '#withdrawals'
import type { KeyedHashes } from '../flows/ports/tokens.ts'
import type { Store } from '../flows/ports/world.ts'
import { deactivationsIn } from './deactivations.ts'
import { identityChecksIn } from './identity-checks.ts'
import { type ErasureLedger, erasureLedgerIn } from './ledger/erasure-ledger.ts'
import { limitsIn } from './limits.ts'
import { linksIn } from './links.ts'
import { membersIn } from './members.ts'
import { mergesIn } from './merges.ts'
import { sessionsIn } from './sessions/sessions.ts'
import { defaultRetryPolicy, type RetryPolicy } from './table/retry.ts'
import type { NameIndex } from './table/schema.ts'
import { accessTable, type TableAccess } from './table/table-access.ts'
import { unlinksByProviderIn } from './unlinked-by-provider.ts'
import { verificationsIn } from './verifications.ts'
import { candidatesIn } from './visits/candidates.ts'
import { dueClaimsIn } from './visits/due-claims.ts'
import { identityClaimsIn } from './visits/identity-claims.ts'
import { leftMembersIn } from './visits/left-members.ts'
import { pendingConnectionsIn } from './visits/pending-connections.ts'
import { rejoinBlocksIn } from './visits/rejoin-blocks.ts'
import { ticketsIn } from './visits/tickets.ts'

/** The settings that the table's keys and searches depend on. */
interface SearchSettings {
  /** Names, addresses and sources become keys only as hashes. */
  readonly hashes: KeyedHashes
  /** The name indexes that the stage's match policy considers. */
  readonly nameIndexes: readonly NameIndex[]
  /** The most sessions that one member may have. */
  readonly maxSessions: number
  /** Records erasures. Absent where nothing is erased. */
  readonly ledger?: ErasureLedger | undefined
}

/** The table, its client, and the settings of its searches. */
export interface StoreSettings extends Omit<SearchSettings, 'ledger'> {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  /** The table of erased members' ids. Absent where nothing is erased. */
  readonly ledgerName?: string | undefined
  /** How to wait between two attempts. Default: real time and chance. */
  readonly retryPolicy?: RetryPolicy
}

/**
 * Creates the store of the flows on one DynamoDB table. Every method may throw the problem `unavailable` when
 * conflicts or throttling outlast the retries.
 */
export function createStore(settings: StoreSettings): Store {
  const { client, tableName, ledgerName, retryPolicy = defaultRetryPolicy, ...searches } = settings
  const tableNamed = (name: string) => accessTable({ client, tableName: name, retryPolicy })
  const ledger = ledgerName === undefined ? undefined : erasureLedgerIn(tableNamed(ledgerName))
  return storeOf(tableNamed(tableName), { ...searches, ledger })
}

/** Creates the store of the flows from the access to a table. */
export function storeOf(
  table: TableAccess,
  { hashes, nameIndexes: indexes, maxSessions, ledger }: SearchSettings,
): Store {
  const names = { hashes, indexes }
  return {
    identityClaims: identityClaimsIn(table),
    candidates: candidatesIn(table, names),
    members: membersIn(table, hashes),
    changes: changesIn(table, names),
    sessions: sessionsIn(table, { hashes, maxSessions }),
    pendingConnections: pendingConnectionsIn(table),
    tickets: ticketsIn(table),
    registrations: registrationsIn(table, names),
    links: linksIn(table),
    passkeys: passkeysOf(table, maxSessions),
    merges: mergesIn(table, names),
    identityChecks: identityChecksIn(table, names),
    unlinksByProvider: unlinksByProviderIn(table),
    deactivations: deactivationsIn(table),
    withdrawals: withdrawalsIn(table),
    leftMembers: leftMembersIn(table, hashes),
    erasures: erasuresIn(table, hashes, { freshId: randomUUID, ledger }),
    rejoinBlocks: rejoinBlocksIn(table, hashes),
    verifications: verificationsIn(table),
    limits: limitsIn(table, hashes),
    dueClaims: dueClaimsIn(table),
  }
}
