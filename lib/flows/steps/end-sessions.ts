import { openedBy } from '../../domain/leaving/unlinked-by-provider.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId, SessionId } from '../../domain/values/ids.ts'
import type { World } from '../ports/world.ts'

/**
 * Ends the remaining sessions that an identity opened until `until`, one by one: a sign-in during
 * the removal of the identity changes no member and so escapes its transaction. `except` is the
 * session that removed the identity.
 */
export async function endSessionsBy(
  world: Pick<World, 'sessions'>,
  identity: Identity,
  {
    memberId,
    until,
    except,
  }: { readonly memberId: MemberId; readonly until: Date; readonly except?: SessionId },
): Promise<void> {
  const { sessions = [] } = (await world.sessions.list(memberId)) ?? {}
  for (const { id, createdAt } of openedBy(identity, sessions)) {
    // A later session belongs to a new connection.
    if (id !== except && createdAt <= until) await world.sessions.end(memberId, id)
  }
}
