import type { MergeBasis } from '../../domain/merge/merge.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import type { World } from '../ports/world.ts'

/** The member that a merge question's basis leads to now; undefined if it leads to nobody. */
export async function leadsNow(
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
