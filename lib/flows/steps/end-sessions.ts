import { openedBy } from '../../domain/leaving/unlinked-by-provider.ts'
import type { Identity } from '../../domain/values/identity.ts'
import type { MemberId, SessionId } from '../../domain/values/ids.ts'
import type { World } from '../ports/world.ts'

/**
 * Ends, one by one, what is left of the sessions that an identity opened until then: somebody may have been on the
 * way in while it was taken away, which changes no member. `except`: the session that took it away.
 */
export async function endSessionsBy(
  world: World,
  identity: Identity,
  {
    memberId,
    until,
    except,
  }: { readonly memberId: MemberId; readonly until: Date; readonly except?: SessionId },
): Promise<void> {
  const { sessions = [] } = (await world.sessions.list(memberId)) ?? {}
  for (const { id, createdAt } of openedBy(identity, sessions)) {
    // Whoever came later than that has connected again, and came in anew.
    if (id !== except && createdAt <= until) await world.sessions.end(memberId, id)
  }
}
