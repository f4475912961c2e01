import type { Identity } from '../../domain/identity.ts'
import { Problem } from '../../domain/problem.ts'
import type { Once } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { ask } from './gather.ts'
import { factsMoved } from './settle.ts'

/** A connection at a provider that is to end. */
export interface Ending {
  readonly identity: Identity
  /** A sibling service shares it (or that cannot be known). */
  readonly shared: boolean
}

/**
 * Ends an identity that nobody will register: our mark first, then the provider, so that a crash in between
 * leaves something that is due. Throws `token_used` when the visit did its work already; says that the facts
 * moved when somebody linked the identity meanwhile.
 */
export async function disconnect(
  world: World,
  ending: Ending,
  once: Once | 'written_before',
): Promise<'ended' | typeof factsMoved> {
  const now = world.clock.now()
  switch (await world.identityClaims.beginDisconnecting(ending.identity, once, now, ending.shared)) {
    case 'used':
      throw new Problem('token_used')
    case 'linked':
      return factsMoved
    case 'disconnecting':
      return 'ended'
    case 'begun':
      await endAtProvider(world, ending)
      return 'ended'
  }
}

/**
 * Ends an identity at the provider that is marked as `disconnecting`. Where a sibling service shares the
 * provider app, the connection stays and only our own terms are revoked. A provider that does not answer is
 * asked again by the sweep: the claim stays as it is, and due. Gives whether it is done.
 */
export async function endAtProvider(world: World, { identity, shared }: Ending): Promise<boolean> {
  const disconnection = world.providers.find(identity.provider)?.disconnection
  if (disconnection === undefined) {
    await world.dueClaims.giveUp(identity)
    world.report({ event: 'not_revocable', provider: identity.provider })
    return false
  }
  const ours = world.stage.terms.map(({ tag }) => tag)
  const ended = await ask(() =>
    shared ? disconnection.release(identity, ours) : disconnection.disconnect(identity),
  )
  if (ended.kind === 'refused') {
    world.report({ event: 'disconnection_failed', provider: identity.provider, why: ended.fault.why })
    return false
  }
  await world.identityClaims.endDisconnecting(identity)
  return true
}
