import { opensEnded } from '../../domain/leads/ended.ts'
import type { MergeQuestion } from '../../domain/merge/merge.ts'
import { type Identity, sameIdentity } from '../../domain/values/identity.ts'
import type { Merging, WholeMember } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { judgedAt } from '../steps/judged-at.ts'

/** Links the identity again that its provider had ended and that its person has just used. */
export function comingBack(
  { basis }: MergeQuestion,
  other: WholeMember,
  linkedAt: Date,
): Pick<Merging, 'other' | 'restores'> {
  if (basis.kind !== 'identity' || !isHeld(other, basis.identity)) return { other }
  const { provider, subject } = basis.identity
  return { other, restores: { provider, subject, linkedAt } }
}

const isHeld = ({ held }: WholeMember, identity: Identity): boolean =>
  held.some((claim) => claim.state === 'unlinked_by_provider' && sameIdentity(claim, identity))

/** Whether the basis of the question still proves the other account: a lead that lasts makes an ended identity mere evidence. */
export const stillProves = (
  world: Pick<World, 'stage' | 'clock'>,
  { basis }: MergeQuestion,
  other: WholeMember,
): boolean =>
  basis.kind !== 'identity' ||
  !isHeld(other, basis.identity) ||
  opensEnded(other.member, basis.identity, judgedAt(world)) === 'enter'
