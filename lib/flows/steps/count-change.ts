import type { SessionId } from '../../domain/values/ids.ts'
import type { MemberVisitor } from '../../domain/visit/oauth-request.ts'
import type { World } from '../ports/world.ts'
import { enforceLimits } from './enforce-limits.ts'

/**
 * Counts a change that a signed-in member asks for. What ends or removes something is not counted, so nobody is kept
 * from signing out, unlinking or closing. Throws `too_many_requests`.
 */
export const countChange = (
  world: Pick<World, 'stage' | 'clock' | 'limits' | 'report'>,
  sessionId: SessionId,
): Promise<void> => enforceLimits(world, [{ limit: world.stage.limits.changes, key: sessionId }])

/** Counts the visit of a member who adds a provider, as a change of the session that began it. Throws `too_many_requests`. */
export async function countLink(
  world: Parameters<typeof countChange>[0],
  visitor: MemberVisitor | undefined,
): Promise<void> {
  if (visitor?.intent === 'link') await countChange(world, visitor.sessionId)
}
