import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Store } from '../flows/ports/world.ts'
import { candidatesIn } from './candidates.ts'
import { identityClaimsIn } from './identity-claims.ts'
import { membersIn } from './members.ts'
import { type Patience, realPatience } from './patience.ts'
import { pendingConnectionsIn } from './pending-connections.ts'
import { registrationsIn } from './registrations.ts'
import { sessionsIn } from './sessions.ts'
import { accessTable } from './table-access.ts'
import { ticketsIn } from './tickets.ts'

/** The table, and the client that reaches it. */
export interface StoreSettings {
  readonly client: DynamoDBDocumentClient
  readonly tableName: string
  /** How to wait between two tries; real time and chance by default. */
  readonly patience?: Patience
}

/**
 * All that the flows keep, in one DynamoDB table. Every method may throw the problem `unavailable` when
 * others keep writing to the same items, or when the table is throttled, for longer than anyone should wait.
 */
export function createStore({ client, tableName, patience = realPatience }: StoreSettings): Store {
  const table = accessTable({ client, tableName, patience })
  return {
    identityClaims: identityClaimsIn(table),
    candidates: candidatesIn(table),
    members: membersIn(table),
    sessions: sessionsIn(table),
    pendingConnections: pendingConnectionsIn(table),
    tickets: ticketsIn(table),
    registrations: registrationsIn(table),
  }
}
