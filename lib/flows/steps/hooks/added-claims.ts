import type { Member } from '../../../domain/member/member.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { AddedClaims } from '../../ports/added-claims.ts'
import type { Hooked } from '../../ports/hooks.ts'
import type { World } from '../../ports/world.ts'
import { memberFacts } from './member-facts.ts'

type ClaimsForWorld = Pick<World, 'stage' | 'clock'> & Hooked<'tokenClaims'>
export type AddedClaimsWorld = ClaimsForWorld & Pick<World, 'members'>

/**
 * The claims that the service adds to the next access token of a member. Asked before anything is written, so that a hook
 * that fails leaves nothing half-done. A member who is not active gets no token. Throws `hook_failed`.
 */
export async function claimsFor(world: ClaimsForWorld, member: Member): Promise<AddedClaims> {
  const { tokenClaims } = world.hooks
  if (tokenClaims === undefined || member.status !== 'active') return {}
  return tokenClaims(memberFacts(world, member))
}

/** The same for a member who is not read yet: one read, or none where the service adds nothing. */
export async function addedClaims(world: AddedClaimsWorld, memberId: MemberId): Promise<AddedClaims> {
  if (world.hooks.tokenClaims === undefined) return {}
  const member = await world.members.find(memberId)
  return member === undefined ? {} : claimsFor(world, member)
}
