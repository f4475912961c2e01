import { entryByCode } from '../../../domain/leads/contact.ts'
import { hasLeft } from '../../../domain/member/member.ts'
import type { MessageContent } from '../../../domain/message/message.ts'
import type { World } from '../../ports/world.ts'
import { judgedAt } from '../../steps/judged-at.ts'

/**
 * Whether a code can open anything. A text costs money, so none goes to a number that signs nobody in. The door cannot
 * decide this: its time would tell members and strangers apart.
 */
export async function opensSomething(
  world: Pick<World, 'stage' | 'clock' | 'members'>,
  { to, message }: MessageContent,
): Promise<boolean> {
  if (message.kind !== 'code' || to.channel === 'email' || message.purpose !== 'sign_in') return true
  const found = await world.members.findByAddress(to)
  if (found === undefined || hasLeft(found.member, world.clock.now())) return false
  return entryByCode(found.member, to, judgedAt(world)) === 'sign_in'
}
