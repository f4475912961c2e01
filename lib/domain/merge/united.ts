import { endedByProvider } from '../leads/ended.ts'
import { withIdentity, withLeadsOf } from '../leads/with.ts'
import { withoutNeverProven } from '../leads/without.ts'
import type { Member } from '../member/member.ts'
import { type Identity, sameIdentity } from '../values/identity.ts'
import type { IdentityClaim } from '../visit/pending-connection.ts'
import type { Union } from './merge.ts'

/** The states in which an ended identity's claim moves to the survivor. */
type MovedState = 'unlinked_by_provider' | 'disconnecting'

/**
 * The state in which an ended identity of the other account moves to the survivor: it had ended when that account was closed.
 * Undefined for one that goes for good, since its provider had ended it.
 */
export function movedState(other: Member, { state, ...identity }: IdentityClaim): MovedState | undefined {
  const isGone = endedByProvider(other).some((one) => sameIdentity(one, identity))
  return !isGone && (state === 'unlinked_by_provider' || state === 'disconnecting') ? state : undefined
}

/** The survivor as a merge leaves it. `restores` is an ended identity that its person has just used, and that is linked again. */
export function unitedMember(survivor: Member, union: Union, restores: Identity | undefined): Member {
  const united = withLeadsOf({ ...withoutNeverProven(survivor), ...union.fills }, union)
  return restores === undefined ? united : withIdentity(united, restores)
}
