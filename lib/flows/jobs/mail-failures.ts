import type { AuditEvent } from '../../domain/history/audit.ts'
import { entersWithoutCodesTo } from '../../domain/leads/last-lead.ts'
import type { DeliveryFailure } from '../../domain/member/member.ts'
import type { Email } from '../../domain/values/evidence.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { AddressMarks, FailingAddresses, MailFailure } from '../ports/mail-failures.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'

export type MailFailuresWorld = Pick<World, 'report'> & FailingAddresses & MarkWorld

export type MarkWorld = Pick<World, 'stage' | 'clock' | 'ids'> & AddressMarks

/** The result of one call. */
export interface MarkedAddresses {
  readonly failures: number
  /** The members whose address is marked now. */
  readonly marked: number
}

/**
 * Marks the address on the members whom a mail did not reach for good, or who complained. Members without any other way in
 * are reported as `member.unreachable` in the same transaction. An address that has changed since is left alone. Throws
 * `unavailable` as the table does, and then the failures come again.
 */
export async function markFailures(
  world: MailFailuresWorld,
  failures: readonly MailFailure[],
): Promise<MarkedAddresses> {
  let marked = 0
  for (const { address, why } of failures) {
    for (const id of await world.holdersOf(address)) {
      if (await retryOnConflict(() => markAddress(world, id, address, why))) marked += 1
    }
  }
  return { failures: failures.length, marked }
}

/** Marks an address of a member. Gives whether the member has the address, and is marked now. */
export async function markAddress(world: MarkWorld, id: MemberId, address: Email, why: DeliveryFailure) {
  const member = await world.find(id)
  if (member?.email?.value !== address || member.email.failing === why) return false
  const at = world.clock.now()
  const isReachable = entersWithoutCodesTo(member, { channel: 'email', value: address }, judgedAt(world))
  const event = (type: AuditEvent['type']): AuditEvent => ({ id: world.ids.record(), type, at, source: why })
  const events = [
    event('contact.failing'),
    ...(isReachable || member.status !== 'active' ? [] : [event('member.unreachable')]),
  ]
  return (await world.mark(member, address, why, events)) === 'conflict' ? conflict : true
}
