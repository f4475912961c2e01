import { barredUntil } from '../../domain/closing.ts'
import { entryByCode } from '../../domain/code-entry.ts'
import { asYielding, type Yielding, yieldsTo } from '../../domain/holder.ts'
import { Problem } from '../../domain/problem.ts'
import type { Address } from '../../domain/verification.ts'
import { refuseBarred } from '../bars.ts'
import type { World } from '../ports/world.ts'
import { recyclingOf } from '../recycling.ts'
import { refuse } from '../visit/refuse.ts'

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
): Promise<Yielding | undefined> {
  const holder = (await world.members.findByAddress(address))?.member
  if (holder === undefined) {
    await refuseBarred(world, address)
    return undefined
  }
  const recycling = recyclingOf(world)
  const entry = entryByCode(holder, address, recycling)
  const rejoinFrom = entry === 'enter' ? barredUntil(holder, recycling.now) : undefined
  if (rejoinFrom !== undefined) {
    throw await refuse(world, { row: 24, kind: 'rejoin_not_allowed_yet', rejoinFrom })
  }
  if (!yieldsTo(holder, address, recycling)) throw takenBy(address)
  if (entry !== 'recycled') return undefined
  if (!isSomebodyNew) throw takenBy(address)
  return asYielding(holder)
}
