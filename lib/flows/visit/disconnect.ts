import type { Identity, ProviderId } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { ProviderToken, StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { Disconnection, OpenedProviderToken } from '../ports/provider.ts'
import type { Once } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { conflict } from './decide-and-act.ts'
import { callProvider } from './gather.ts'

/** A connection at a provider that is to end. */
export interface Ending {
  readonly identity: Identity
  /** A sibling service shares it (or that cannot be known). */
  readonly shared: boolean
  /** The member to whom it still leads, who has left. */
  readonly withdrawnMember?: MemberId | undefined
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
  storedToken?: StoredProviderToken,
): Promise<'ended' | typeof conflict> {
  const now = world.clock.now()
  const { identity, shared } = ending
  switch (await world.identityClaims.beginDisconnecting(identity, once, now, shared, storedToken)) {
    case 'used':
      throw new Problem('token_used')
    case 'linked':
      return conflict
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
 * asked again by the sweep: the claim stays as it is, and due. One that cannot be asked is given up, and the
 * operators hear of it. Gives whether it is done.
 */
export async function endAtProvider(world: World, ending: Ending): Promise<boolean> {
  const { identity, withdrawnMember } = ending
  const disconnection = world.providers.find(identity.provider)?.disconnection
  const asked = await callProvider(async () => disconnection && endBy(world, disconnection, ending))
  if (asked.kind === 'refused') {
    world.report({ event: 'disconnection_failed', provider: identity.provider, why: asked.fault.why })
    return false
  }
  if (asked.answer === 'ended') {
    await world.identityClaims.endDisconnecting(identity, withdrawnMember)
    return true
  }
  await world.dueClaims.giveUp(identity, withdrawnMember)
  world.report({ event: 'not_revocable', provider: identity.provider })
  return false
}

async function endBy(world: World, disconnection: Disconnection, { identity, shared }: Ending) {
  if (shared && disconnection.release !== undefined) {
    await disconnection.release(
      identity,
      world.stage.terms.map(({ tag }) => tag),
    )
    return 'ended'
  }
  if (disconnection.needs === 'identity') return disconnection.disconnect(identity)
  return disconnection.disconnect(identity, await keptFor(world, identity))
}

/** What was kept for this very purpose, with a way to keep what takes its place. */
async function keptFor(world: World, identity: Identity): Promise<OpenedProviderToken | undefined> {
  const sealed = (await world.identityClaims.find(identity))?.kept
  const token = sealed && world.tokens.providerTokens.open(identity, sealed)
  if (token === undefined) return undefined
  const renew = (next: ProviderToken) =>
    world.identityClaims.replaceStoredToken(identity, {
      sealed: world.tokens.providerTokens.seal(identity, next),
      durable: true,
    })
  return { ...token, renew }
}

/**
 * Whoever comes by while the identity is being ended is refused, and connected at the provider all the same: by what
 * the visit leaves, whoever ends it ends that as well.
 */
export async function storeTokenForDisconnecting(
  world: World,
  identity: Identity,
  storedToken: StoredProviderToken | undefined,
): Promise<void> {
  if (storedToken !== undefined) await world.identityClaims.replaceStoredToken(identity, storedToken)
}

/** Whether a sibling service may share what this stage has at a provider. */
export const mayBeShared = (world: World, provider: ProviderId): boolean =>
  world.stage.match.siblingTags.length > 0 &&
  world.providers.find(provider)?.disconnection?.release !== undefined

/**
 * Whether the connection of a linked identity is a sibling's too. What cannot be known counts as shared: a
 * sibling's member is never thrown out. Where there is a sibling, what the identity's last visit showed says
 * nothing: the person may have joined the sibling since.
 */
export async function isSharedConnection(world: World, identity: Identity): Promise<boolean> {
  if (mayBeShared(world, identity.provider)) return true
  return (await world.identityClaims.find(identity))?.shared === true
}

/**
 * Row 23: who left has come by once more, and is connected at the provider by that. Ends it again; the identity
 * goes on leading to the member until the grace period ends.
 */
export async function disconnectLeft(
  world: World,
  identity: Identity,
  owner: MemberId,
  storedToken: StoredProviderToken | undefined,
): Promise<void> {
  const shared = await isSharedConnection(world, identity)
  const held = { identity, owner, shared }
  const begun = await world.identityClaims.disconnectAgain(held, world.clock.now(), storedToken)
  if (begun) await endAtProvider(world, { identity, shared, withdrawnMember: owner })
  // Somebody is ending it already: the sweep will end this connection too, by what this visit leaves.
  else await storeTokenForDisconnecting(world, identity, storedToken)
}
