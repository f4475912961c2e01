import { rejoinBlockedUntil } from '../../domain/leaving/closing-policy.ts'
import { type ContactRelease, contactReleaseOf, mayRelease } from '../../domain/sign-up/contact-takeover.ts'
import { openedByCode } from '../../domain/sign-up/login-by-code.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Address } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'
import { recyclingOf } from '../steps/recycled-numbers.ts'
import { refuse } from '../visit/refuse.ts'
import type { RefuseRejoinWorld } from '../visit/rejoin-block.ts'
import { refuseRejoin } from '../visit/rejoin-block.ts'

/** The problem for a contact that a member keeps: `email_taken` or `phone_taken`. */
export const takenBy = ({ channel }: Address): Problem =>
  new Problem(channel === 'email' ? 'email_taken' : 'phone_taken')

export type RecycledFromWorld = Pick<World, 'members'> & RefuseRejoinWorld

/**
 * The member who releases a recycled number to a visitor who signs up as somebody new; undefined if nobody
 * has to. Throws `email_taken` or `phone_taken` if a member keeps the contact: the contact is verified, or it
 * is the member's only remaining contact, or the visitor was not asked yet. Throws `rejoin_not_allowed_yet`
 * if the member left and may not join again yet.
 */
export async function recycledFrom(
  world: RecycledFromWorld,
  address: Address,
  isSomebodyNew: boolean,
): Promise<ContactRelease | undefined> {
  const contactOwner = (await world.members.findByAddress(address))?.member
  if (contactOwner === undefined) {
    await refuseRejoin(world, address)
    return undefined
  }
  const recycling = recyclingOf(world)
  const opened = openedByCode(contactOwner, address, recycling)
  const rejoinFrom = opened === 'sign_in' ? rejoinBlockedUntil(contactOwner, recycling.now) : undefined
  if (rejoinFrom !== undefined) {
    throw await refuse(world, { kind: 'rejoin_not_allowed_yet', rejoinFrom })
  }
  if (!mayRelease(contactOwner, address, recycling)) throw takenBy(address)
  if (opened !== 'recycled') return undefined
  if (!isSomebodyNew) throw takenBy(address)
  return contactReleaseOf(contactOwner)
}
