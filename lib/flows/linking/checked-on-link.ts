import type { Member } from '../../domain/member/member.ts'
import { type CheckedOnLink, checkedOnLink, withCheckOnLink } from '../../domain/merge/identity-check.ts'
import { defined } from '../../domain/values/defined.ts'
import type { ProviderProfile } from '../../domain/values/evidence.ts'
import type { LinkTarget } from '../../domain/visit/pending-connection.ts'
import type { AddedClaims } from '../ports/added-claims.ts'
import type { Linking } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { type OwnersWorld, ownersOf } from '../steps/ended/vacate.ts'
import { type AddedClaimsWorld, addedClaims, claimsFor } from '../steps/hooks/added-claims.ts'

export type CheckOnLinkWorld = Pick<World, 'ids'> & OwnersWorld & AddedClaimsWorld

/**
 * What linking a visit makes of the member's CI and DI after an identity check, with the event of it. Undefined for a
 * visit without one, which reads nothing. A recovery leaves nothing that counts as proven. `read` is the member if it is read
 * already.
 */
export async function checkOnLink(
  world: CheckOnLinkWorld,
  profile: ProviderProfile,
  { memberId, recovers }: LinkTarget,
  read: Member | undefined,
): Promise<Linking['checked']> {
  const { ci, di, check } = profile
  if (check === undefined) return undefined
  const [member, owners] = await Promise.all([
    read ?? world.members.find(memberId),
    ownersOf(world, defined({ ci, di }), memberId),
  ])
  if (member === undefined) return undefined
  const before = recovers === undefined ? member : { ...member, identityUnproven: true as const }
  const checked = checkedOnLink(before, profile, owners)
  const { source } = check
  const event = { id: world.ids.record(), type: 'member.identified', at: world.clock.now(), source } as const
  return checked && { ...checked, event }
}

/** The claims that the service adds to the token that linking issues: of the member as the check leaves it. */
export async function claimsOnLink(
  world: CheckOnLinkWorld,
  { memberId }: LinkTarget,
  checked: CheckedOnLink | undefined,
): Promise<AddedClaims> {
  if (checked === undefined) return addedClaims(world, memberId)
  const member = await world.members.find(memberId)
  return member === undefined ? {} : claimsFor(world, withCheckOnLink(member, checked))
}
