import type { ChangedPart } from '../../domain/history/audit.ts'
import { reachOf } from '../../domain/leads/reach.ts'
import type { MemberChange } from '../../domain/member/member-change.ts'
import type { World } from '../ports/world.ts'
import { notify } from '../steps/notify.ts'

/**
 * Notifies a member of a change of contact or password. The old address is notified too, since its owner may not have
 * wanted the change.
 */
export async function notifyChange(
  world: Pick<World, 'mails' | 'report'>,
  { before, after, changed }: MemberChange,
  at: Date,
): Promise<void> {
  const parts = changed.filter(isNotified)
  const old = reachOf(before)
  const reaches = old?.email === after.email?.value ? [old] : [old, reachOf(after)]
  for (const reach of reaches) {
    for (const part of parts) await notify(world, reach, { kind: 'changed', what: part, at })
  }
}

const isNotified = (part: ChangedPart): part is 'email' | 'phone' | 'password' =>
  part === 'email' || part === 'phone' || part === 'password'
