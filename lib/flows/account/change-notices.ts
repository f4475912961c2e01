import type { ChangedPart } from '../../domain/history/audit.ts'
import { addressOfReach, reachOf } from '../../domain/leads/reach.ts'
import type { MemberChange } from '../../domain/member/member-change.ts'
import type { NewMessage } from '../../domain/message/message.ts'
import { type ComposeWorld, noticeTo } from '../steps/compose-message.ts'
import { judgedAt } from '../steps/judged-at.ts'

/**
 * The notices to a member who changed a contact or the password. The old address is notified too, since its owner may
 * not have wanted the change.
 */
export function changeNotices(
  world: ComposeWorld,
  { before, after, changed }: MemberChange,
  at: Date,
): readonly NewMessage[] {
  const [old, now] = [reachOf(before, judgedAt(world)), reachOf(after, judgedAt(world))]
  const isSame = old && now && addressOfReach(old) === addressOfReach(now)
  const reaches = isSame ? [old] : [old, now]
  return reaches.flatMap((reach) =>
    changed
      .filter(isNotified)
      .flatMap((what) => noticeTo(world, { id: before.id, reach }, { kind: 'changed', what, at })),
  )
}

const isNotified = (part: ChangedPart): part is 'email' | 'phone' | 'password' =>
  part === 'email' || part === 'phone' || part === 'password'
