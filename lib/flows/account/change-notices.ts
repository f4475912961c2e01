import type { ChangedPart } from '../../domain/history/audit.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import type { MemberChange } from '../../domain/member/member-change.ts'
import type { NewMessage } from '../../domain/message/message.ts'
import { type ComposeWorld, noticeTo } from '../steps/compose-message.ts'

/**
 * The notices to a member who changed a contact or the password. The old address is notified too, since its owner may
 * not have wanted the change.
 */
export function changeNotices(
  world: ComposeWorld,
  { before, after, changed }: MemberChange,
  at: Date,
): readonly NewMessage[] {
  const old = reachOf(before)
  const reaches = old?.email === after.email?.value ? [old] : [old, reachOf(after)]
  return reaches.flatMap((reach) =>
    changed
      .filter(isNotified)
      .flatMap((what) => noticeTo(world, { id: before.id, reach }, { kind: 'changed', what, at })),
  )
}

const isNotified = (part: ChangedPart): part is 'email' | 'phone' | 'password' =>
  part === 'email' || part === 'phone' || part === 'password'
