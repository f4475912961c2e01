import { after } from '../../domain/values/lifetimes.ts'
import { type EndConnectionsWorld, type EndedConnections, endConnections } from './sweep/end-connections.ts'
import { type ErasedMembers, type EraseMembersWorld, eraseMembers } from './sweep/erase-members.ts'

/** The result of one sweep. */
export type Swept = EndedConnections & ErasedMembers

/** After this time a sweep starts nothing new. What runs then still fits into the time of its function. */
const maxSweepSeconds = 220

/**
 * Disconnects overdue identities at their providers, and erases members after their grace period, side by side. Each
 * item is first taken under the condition that it is unchanged, so two sweeps never handle one item twice, and nobody
 * who finished elsewhere or came back is disconnected or erased. An item that fails, or that nobody can read, is
 * reported and holds up no other. Throws `unavailable` if the table lists nothing.
 */
export async function sweep(world: EndConnectionsWorld & EraseMembersWorld): Promise<Swept> {
  const until = after(world.clock.now(), maxSweepSeconds)
  const [connections, members] = await Promise.allSettled([
    endConnections(world, until),
    eraseMembers(world, until),
  ])
  const swept = { ...fulfilled(connections), ...fulfilled(members) }
  if (swept.unreadable > 0) world.report({ event: 'rows_unreadable', count: swept.unreadable })
  return swept
}

/** The value of what has settled. Throws the reason of a failure. */
function fulfilled<Value>(result: PromiseSettledResult<Value>): Value {
  if (result.status === 'rejected') throw result.reason
  return result.value
}
