import { movedState, unitedMember } from '../../domain/merge/united.ts'
import { type Identity, sameIdentity } from '../../domain/values/identity.ts'
import type { MemberRecord, Merging } from '../ports/store.ts'
import { byIdentity } from '../steps/show-member.ts'

/** The survivor's record after a merge, as the next read gives it. */
export function mergedRecord({
  survivor,
  other,
  union,
  restores,
}: Pick<Merging, 'survivor' | 'other' | 'union' | 'restores'>): MemberRecord {
  const isRestored = (identity: Identity): boolean =>
    restores !== undefined && sameIdentity(identity, restores)
  const moves = (identity: Identity): boolean =>
    !isRestored(identity) &&
    other.held.some((claim) => sameIdentity(claim, identity) && movedState(other.member, claim) !== undefined)
  const linked = [...survivor.identities, ...other.identities, ...(restores === undefined ? [] : [restores])]
  return {
    member: unitedMember(survivor.member, union, restores),
    identities: linked.toSorted(byIdentity),
    ended: [...survivor.ended, ...other.ended.filter(moves)].toSorted(byIdentity),
    passkeys: [...survivor.passkeys, ...other.passkeys].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    providerProfiles: survivor.providerProfiles,
  }
}
