import { linkedIdentities } from '../../../domain/leads/leads.ts'
import type { Member } from '../../../domain/member/member.ts'
import type { MemberFacts } from '../../ports/hooks.ts'
import type { World } from '../../ports/world.ts'
import { showMember } from '../show-member.ts'

/** A member as the service's hooks see it: what the member sees too, as far as the member's own row has it. */
export function memberFacts(world: Pick<World, 'stage' | 'clock'>, member: Member): MemberFacts {
  const record = { member, identities: [], ended: [], passkeys: [], providerProfiles: [] }
  const { status: _, methods: __, passkeys: ___, ...shown } = showMember(world, record)
  const identities = linkedIdentities(member).map(({ provider, subject }) => ({ provider, subject }))
  return { ...shown, identities }
}
