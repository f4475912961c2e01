import { rejoinBlockedUntil } from '../../domain/leaving/closing-policy.ts'
import { type ContactRelease, contactReleaseOf, mayRelease } from '../../domain/sign-up/contact-takeover.ts'
import { openedByCode } from '../../domain/sign-up/login-by-code.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Address } from '../../domain/values/verification.ts'
import type { World } from '../ports/world.ts'
import { recyclingOf } from '../steps/recycled-numbers.ts'
import { refuse } from '../visit/refuse.ts'
import { refuseRejoin } from '../visit/rejoin-block.ts'

export const takenBy = ({ channel }: Address): Problem =>
  new Problem(channel === 'email' ? 'email_taken' : 'phone_taken')

/**
 * Who gives up a number that they have verified, but not for long, to a newcomer who says to be somebody new; undefined
 * where nobody has to. Throws `email_taken` and `phone_taken` where a member keeps the address: because it is
 * verified, because it is all that the member can be helped by, or because the newcomer was not asked yet; and
 * `rejoin_not_allowed_yet` where the member left, and may not join again.
 */
export async function recycledFrom(
  world: World,
  address: Address,
  isSomebodyNew: boolean,
): Promise<ContactRelease | undefined> {
  const contactOwner = (await world.members.findByAddress(address))?.member
  if (contactOwner === undefined) {
    await refuseRejoin(world, address)
    return undefined
  }
  const recycling = recyclingOf(world)
  const entry = openedByCode(contactOwner, address, recycling)
  const rejoinFrom = entry === 'sign_in' ? rejoinBlockedUntil(contactOwner, recycling.now) : undefined
  if (rejoinFrom !== undefined) {
    throw await refuse(world, { row: 24, kind: 'rejoin_not_allowed_yet', rejoinFrom })
  }
  if (!mayRelease(contactOwner, address, recycling)) throw takenBy(address)
  if (entry !== 'recycled') return undefined
  if (!isSomebodyNew) throw takenBy(address)
  return contactReleaseOf(contactOwner)
}
