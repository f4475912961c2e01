import { hasLeft, type Member } from '../../../domain/member/member.ts'
import type { Owners } from '../../../domain/merge/identity-check.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { MemberId } from '../../../domain/values/ids.ts'
import type { World } from '../../ports/world.ts'

export type VacateWorld = Pick<World, 'clock' | 'ids' | 'leftMembers'>

/**
 * Whether a member has left for good. What somebody else may have by now is free afterwards; where the member has just changed,
 * as by the sweep, the caller's own condition fails.
 */
export async function hasVacated(world: VacateWorld, member: Member): Promise<boolean> {
  const now = world.clock.now()
  if (!hasLeft(member, now)) return false
  await world.leftMembers.vacate(member, { id: world.ids.record(), type: 'contact.displaced', at: now })
  return true
}

export type OwnersWorld = VacateWorld & Pick<World, 'members' | 'identityChecks'>

/**
 * Whether a refused CI and DI are nobody's, since their owners have left for good and give them up here. Then the write works
 * when it is repeated.
 */
export async function isPersonFree(
  world: OwnersWorld,
  { ci, di }: Pick<Member, 'ci' | 'di'>,
  self?: MemberId,
): Promise<boolean> {
  const owners = await ownersOf(world, defined({ ci, di }), self)
  return Object.values(owners).every((id) => id === self)
}

/** The members whom values lead to, and those of them that were read: all but `self`. */
export interface FoundOwners {
  readonly owners: Owners
  readonly others: readonly Member[]
}

/** The members whom these values lead to, without those who have left for good. Of several owners, each is read. */
export async function ownersWithMembers(
  world: OwnersWorld,
  values: Parameters<World['identityChecks']['owners']>[0],
  self?: MemberId,
): Promise<FoundOwners> {
  const owners = await world.identityChecks.owners(values)
  const ids = [...new Set(Object.values(owners))].filter((id) => id !== self)
  const found = await Promise.all(ids.map((id) => world.members.find(id)))
  const others = found.filter((member) => member !== undefined)
  const left = await Promise.all(
    others.map(async (member) => ((await hasVacated(world, member)) ? [member.id] : [])),
  )
  const gone = new Set(left.flat())
  return {
    owners: Object.fromEntries(Object.entries(owners).filter(([, id]) => !gone.has(id))) satisfies Owners,
    others: others.filter(({ id }) => !gone.has(id)),
  }
}

/** The same without the members. */
export const ownersOf = async (...search: Parameters<typeof ownersWithMembers>): Promise<Owners> =>
  (await ownersWithMembers(...search)).owners
