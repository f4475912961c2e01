import { Problem } from '../../domain/values/problem.ts'
import type { World } from '../ports/world.ts'
import { type ShownMember, showMember } from '../steps/show-member.ts'

/**
 * The signed-in member's data. Throws `invalid_token` if the session is not alive or the member not active.
 */
export async function me(
  world: Pick<World, 'stage' | 'clock' | 'tokens' | 'members'>,
  bearer: string,
): Promise<ShownMember> {
  const { memberId, sessionId } = await world.tokens.access.read(bearer, 'fresh_enough')
  const record = await world.members.findBySession(memberId, sessionId, world.clock.now())
  if (record === undefined) throw new Problem('invalid_token')
  return showMember(world, record)
}
