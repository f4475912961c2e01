import { reachOf } from '../../../domain/leads/reach.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import { after, lifetimes } from '../../../domain/values/lifetimes.ts'
import type { World } from '../../ports/world.ts'
import { conflict, retryOnConflict } from '../../visit/decide-and-act.ts'
import { isSharedConnection } from '../../visit/disconnect.ts'
import { aboutIdentity, type ComposeWorld, noticeTo } from '../compose-message.ts'
import { judgedAt } from '../judged-at.ts'
import { endedAt } from './ended-identity.ts'

export type ReleaseEndedWorld = Pick<
  World,
  'stage' | 'report' | 'providers' | 'identityClaims' | 'candidates' | 'unlinksByProvider'
> &
  ComposeWorld

/**
 * Takes an ended identity from its member, because its person links it elsewhere or signs up as somebody new. The
 * member, who signs in without it or has left for good, is notified in the first case. `enters`: the identity signs that member in by now, so it stays there.
 * Throws `unavailable` while the member keeps changing.
 */
export const releaseEnded = (world: ReleaseEndedWorld, identity: Identity): Promise<'released' | 'enters'> =>
  retryOnConflict(async () => {
    const claim = await world.identityClaims.find(identity)
    const ended = await endedAt(world, claim)
    if (claim?.state !== 'unlinked_by_provider' || ended === undefined) return 'released'
    if (ended.opens === 'enter') return 'enters'
    const { id, externalId, version } = ended.member
    const at = world.clock.now()
    const release = {
      identity,
      member: { id, version, ...defined({ externalId }) },
      shared: await isSharedConnection(world, identity),
      event: { id: world.ids.record(), type: 'identity.unlinked', at, identity },
      messages: noticeTo(
        world,
        { id, reach: ended.opens === 'nothing' ? undefined : reachOf(ended.member, judgedAt(world)) },
        { kind: 'login_method_removed', method: identity.provider, at },
        aboutIdentity(identity),
      ),
    } as const
    const due = after(at, lifetimes.pendingConnection)
    if ((await world.unlinksByProvider.release(release, due)) === 'conflict') return conflict
    return 'released'
  })
