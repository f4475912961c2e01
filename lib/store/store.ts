import type { Store } from '../flows/ports/world.ts'
import { candidatesIn } from './candidates.ts'
import { identityClaimsIn } from './identity-claims.ts'
import { membersIn } from './members.ts'
import { pendingConnectionsIn } from './pending-connections.ts'
import { registrationsIn } from './registrations.ts'
import { sessionsIn } from './sessions.ts'
import { accessTable, type TableSettings } from './table-access.ts'
import { ticketsIn } from './tickets.ts'

/**
 * All that the flows keep, in one DynamoDB table. Every method may throw the problem `unavailable` when
 * others keep writing to the same items, or when the table is throttled, for longer than anyone should wait.
 */
export function createStore(settings: TableSettings): Store {
  const table = accessTable(settings)
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
