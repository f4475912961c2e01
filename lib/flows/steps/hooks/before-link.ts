import { type Attributes, checkAttributes, mergedAttributes } from '../../../domain/member/attributes.ts'
import type { Member } from '../../../domain/member/member.ts'
import type { ProviderProfile } from '../../../domain/values/evidence.ts'
import type { ClientId, MemberId } from '../../../domain/values/ids.ts'
import type { Hooked } from '../../ports/hooks.ts'
import type { World } from '../../ports/world.ts'
import { showProfile } from '../../visit/result.ts'
import { memberFacts } from './member-facts.ts'

export type BeforeLinkWorld = Pick<World, 'stage' | 'clock' | 'attributes' | 'members'> & Hooked<'beforeLink'>

/** The attributes of a member from a link on, for the version that they were made of. */
export interface LinkedAttributes {
  readonly attributes: Attributes
  readonly version: number
}

/**
 * Asks the service about an identity that is about to be linked to a member. Gives the member's attributes if the service
 * adds any. One read, or none for a member who is read already, and where the service has no such hook. Throws `refused_by_service` and `hook_failed`.
 */
export async function beforeLink(
  world: BeforeLinkWorld,
  of: MemberId | Member,
  { clientId, profile }: { readonly clientId: ClientId; readonly profile: ProviderProfile },
): Promise<LinkedAttributes | undefined> {
  const { beforeLink: ask } = world.hooks
  if (ask === undefined) return undefined
  const member = typeof of === 'string' ? await world.members.find(of) : of
  if (member === undefined) return undefined
  const { provider, subject } = profile.identity
  const facts = {
    clientId,
    member: memberFacts(world, member),
    identity: { provider, subject },
    profile: showProfile(profile),
  }
  const attributes = await ask(facts, (added) =>
    checkAttributes(world.attributes, mergedAttributes(member.attributes, added)),
  )
  return attributes && { attributes, version: member.version }
}
