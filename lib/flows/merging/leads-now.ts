import type { MergeBasis } from '../../domain/merge/merge.ts'
import { sameIdentity } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { WholeMember } from '../ports/store.ts'
import type { World } from '../ports/world.ts'

/**
 * The member that a merge question's basis leads to now; undefined if it leads to nobody. A member lists what leads to it, so
 * nothing is read where one of the two does; the merge holds both to what they list.
 */
export async function leadsNow(
  world: Pick<World, 'identityClaims' | 'identityChecks'>,
  basis: MergeBasis,
  both: readonly WholeMember[],
): Promise<MemberId | undefined> {
  return both.find((member) => isListed(basis, member))?.member.id ?? claimLeadsTo(world, basis)
}

function isListed(basis: MergeBasis, { member, identities, held }: WholeMember): boolean {
  switch (basis.kind) {
    case 'identity':
      return [...identities, ...held].some((one) => sameIdentity(one, basis.identity))
    case 'identity_check': {
      const { ci, di } = basis.check
      return ci === undefined ? di !== undefined && member.di === di : member.ci === ci
    }
    default:
      return basis satisfies never
  }
}

async function claimLeadsTo(
  world: Pick<World, 'identityClaims' | 'identityChecks'>,
  basis: MergeBasis,
): Promise<MemberId | undefined> {
  switch (basis.kind) {
    case 'identity':
      return (await world.identityClaims.find(basis.identity))?.memberId
    case 'identity_check': {
      const { ci, di } = await world.identityChecks.owners(basis.check)
      return ci ?? di
    }
    default:
      return basis satisfies never
  }
}
