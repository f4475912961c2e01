import type { ProviderProfile } from '../../domain/evidence.ts'
import type { Identity } from '../../domain/identity.ts'
import { Problem } from '../../domain/problem.ts'
import type { Provider } from '../ports/provider.ts'
import type { Once } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { ask, holdsSiblingConsent } from './gather.ts'
import { factsMoved } from './settle.ts'

/**
 * Ends an identity that nobody will register: our mark first, then the provider, so that a crash in between
 * leaves something that is due. Where a sibling service shares the provider app (or that cannot be known) the
 * connection stays and only our own terms are revoked. Throws `token_used` when the visit did its work
 * already; says that the facts moved when somebody linked the identity meanwhile.
 */
export async function disconnect(
  world: World,
  provider: Provider,
  profile: ProviderProfile,
  once: Once | 'written_before',
): Promise<'ended' | typeof factsMoved> {
  const { identity } = profile
  switch (await world.identityClaims.beginDisconnecting(identity, once, world.clock.now())) {
    case 'used':
      throw new Problem('token_used')
    case 'linked':
      return factsMoved
    case 'disconnecting':
      return 'ended'
    case 'begun':
      await endAtProvider(world, provider, identity, profile)
      return 'ended'
  }
}

/** A provider that does not answer is asked again later: the claim stays `disconnecting`, and due. */
async function endAtProvider(
  world: World,
  provider: Provider,
  identity: Identity,
  profile: ProviderProfile,
): Promise<void> {
  const { disconnection } = provider
  if (disconnection === undefined) return
  const { siblingTags } = world.stage.match
  const ours = world.stage.terms.map(({ tag }) => tag)
  const ended = await ask(() =>
    holdsSiblingConsent(profile, siblingTags) === 'no'
      ? disconnection.disconnect(identity)
      : disconnection.release(identity, ours),
  )
  if (ended.kind === 'refused') {
    world.report({ event: 'disconnection_failed', provider: identity.provider, why: ended.fault.why })
    return
  }
  await world.identityClaims.endDisconnecting(identity)
}
