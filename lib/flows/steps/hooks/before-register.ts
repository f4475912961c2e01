import { checkAttributes, mergedAttributes } from '../../../domain/member/attributes.ts'
import type { Hooked, RegistrationFacts } from '../../ports/hooks.ts'
import type { Registration } from '../../ports/store.ts'
import type { World } from '../../ports/world.ts'
import { memberFacts } from './member-facts.ts'

export type ApprovalWorld = Pick<World, 'stage' | 'clock' | 'attributes'> & Hooked<'beforeRegister'>

/**
 * Asks the service about a sign-up that is ready to be written. Gives the sign-up, with attributes that the service adds.
 * Throws `refused_by_service` and `hook_failed`.
 */
export async function approved(world: ApprovalWorld, registration: Registration): Promise<Registration> {
  const { member } = registration
  const attributes = await world.hooks.beforeRegister?.(factsOf(world, registration), (added) =>
    checkAttributes(world.attributes, mergedAttributes(member.attributes, added)),
  )
  return attributes === undefined ? registration : { ...registration, member: { ...member, attributes } }
}

function factsOf(
  world: Pick<World, 'stage' | 'clock'>,
  { basis, member, proofs, consents, session }: Registration,
): RegistrationFacts {
  const { id: _, createdAt: __, ...facts } = memberFacts(world, member)
  const address = proofs[0]?.address.channel === 'sms' ? 'phone' : 'email'
  return {
    clientId: session.clientId,
    by: basis.kind === 'visit' ? basis.identity.provider : address,
    member: facts,
    consents: consents.map(({ tag, version, agreed }) => ({ tag, version, agreed })),
  }
}
