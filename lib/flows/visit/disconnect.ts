import type { Identity, ProviderId } from '../../domain/values/identity.ts'
import type { MemberId } from '../../domain/values/ids.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { Sharing } from '../../domain/visit/pending-connection.ts'
import { describeFault } from '../../domain/visit/provider-fault.ts'
import type { ProviderToken, SealedToken, StoredProviderToken } from '../../domain/visit/provider-token.ts'
import type { Refused } from '../../domain/visit/refusal.ts'
import type { OpenedProviderToken } from '../ports/provider/stored-token.ts'
import type { Disconnection } from '../ports/provider.ts'
import type { Once } from '../ports/store.ts'
import type { World } from '../ports/world.ts'
import { conflict } from './decide-and-act.ts'
import { callProvider, isShared, type ProviderVisit } from './gather.ts'

/** A connection to end at its provider. */
export interface EndingConnection {
  readonly identity: Identity
  /** A sibling service shares the connection, or may share it. */
  readonly shared: Sharing
  /** The member at whom the identity had ended, and whom it still leads to. */
  readonly owner?: MemberId | undefined
  /** The token of the visit that ends the connection, where the claim keeps it. Absent: what the claim keeps is read. */
  readonly token?: SealedToken | undefined
}

/** A visit whose identity is to be disconnected. */
type LeavingVisit = Pick<ProviderVisit, 'identity' | 'fetchProfile' | 'storedToken'> & { readonly once: Once }

export type DisconnectWorld = Pick<World, 'clock' | 'identityClaims'> & EndAtProviderWorld

/**
 * Disconnects the identity of a visit that nobody will register. The claim is marked first and the provider called
 * second, so a crash in between leaves a due claim. Gives `conflict` if a visit has linked the identity.
 * Throws `token_used` for a used visit.
 */
export async function disconnect(
  world: DisconnectWorld,
  { identity, fetchProfile, once, storedToken }: LeavingVisit,
): Promise<'ended' | typeof conflict> {
  const shared = isShared(world, await fetchProfile())
  const now = world.clock.now()
  const result = await world.identityClaims.beginDisconnecting(identity, once, now, shared, storedToken)
  switch (result.kind) {
    case 'used':
      throw new Problem('token_used')
    case 'linked':
      return conflict
    case 'disconnecting':
      return 'ended'
    case 'begun':
      await endAtProvider(world, { identity, shared, owner: result.owner, token: tokenOf(storedToken) })
      return 'ended'
    default:
      return result satisfies never
  }
}

/** The token by which a visit ends its own connection. One that is not durable gives way to what the claim keeps. */
const tokenOf = (storedToken: StoredProviderToken | undefined): SealedToken | undefined =>
  storedToken?.durable ? (storedToken.ending ?? storedToken.sealed) : undefined

export type EndAtProviderWorld = Pick<
  World,
  'stage' | 'tokens' | 'providers' | 'report' | 'identityClaims' | 'dueClaims'
>

/**
 * Disconnects a marked identity at its provider, and gives whether that is done. If a sibling service
 * shares the provider app, the connection stays and only our terms are revoked; what the provider refuses for good
 * stays agreed there, and holds nobody up. If the provider does
 * not respond, the claim stays due for the sweep. If the provider cannot be called or refuses for good, the
 * claim is given up and the operators are told.
 */
export async function endAtProvider(world: EndAtProviderWorld, ending: EndingConnection): Promise<boolean> {
  const { identity, owner } = ending
  const result = await callToEnd(world, ending)
  if (result === 'ended') await world.identityClaims.endDisconnecting(identity, owner)
  if (result === 'not_revocable') await world.dueClaims.giveUp(identity, owner)
  return result === 'ended'
}

/**
 * Does the same for all identities of a withdrawn member at once, so that a slow provider delays no other. What became of
 * them is recorded together: what cannot be ended stays with the member as what has ended does.
 */
export async function endAllAtProviders(
  world: EndAtProviderWorld,
  owner: MemberId,
  endings: readonly Pick<EndingConnection, 'identity' | 'shared'>[],
): Promise<void> {
  const over = await Promise.all(
    endings.map(async (ending) => {
      const result = await callToEnd(world, { ...ending, owner })
      return result === 'failed' ? [] : [ending.identity]
    }),
  )
  await world.identityClaims.endAllDisconnecting(over.flat(), owner)
}

/** Calls the provider of a connection. Tells the operators if it fails, or if the connection cannot be ended. */
async function callToEnd(
  world: EndAtProviderWorld,
  ending: EndingConnection,
): Promise<'ended' | 'not_revocable' | 'failed'> {
  const { provider } = ending.identity
  const disconnection = world.providers.find(provider)?.disconnection
  const result = await callProvider(async () => disconnection && endBy(world, disconnection, ending))
  if (result.kind === 'refused') {
    const { fault } = result
    world.report({ event: 'disconnection_failed', provider, why: fault.why, fault: describeFault(fault) })
    return 'failed'
  }
  if (result.value === 'ended') return 'ended'
  world.report({ event: 'not_revocable', provider })
  return 'not_revocable'
}

/** The claim is read after it was marked, so that no visit replaces what it keeps any more. */
async function endBy(
  world: Pick<World, 'stage' | 'tokens' | 'identityClaims' | 'report'>,
  disconnection: Disconnection,
  { identity, shared, token }: EndingConnection,
) {
  const claim = shared === 'as_recorded' ? await world.identityClaims.find(identity) : undefined
  const isSharedNow = shared === 'as_recorded' ? claim?.shared === true : shared
  if (isSharedNow && disconnection.release !== undefined) {
    const tags = [...new Set(world.stage.terms.map(({ term }) => term.tag))]
    const released = await disconnection.release(identity, tags)
    if (released === 'refused') world.report({ event: 'terms_not_revoked', provider: identity.provider })
    return 'ended'
  }
  if (disconnection.needs === 'identity') return disconnection.disconnect(identity)
  const sealed = token ?? (claim ?? (await world.identityClaims.find(identity)))?.kept
  return disconnection.disconnect(identity, openedToken(world, identity, sealed))
}

/** A token for disconnecting, with a way to store its replacement. */
function openedToken(
  world: Pick<World, 'tokens' | 'identityClaims'>,
  identity: Identity,
  sealed: SealedToken | undefined,
): OpenedProviderToken | undefined {
  const token = sealed && world.tokens.providerTokens.open(identity, sealed)
  if (token === undefined) return undefined
  const renew = (next: ProviderToken) =>
    world.identityClaims.replaceStoredToken(identity, {
      sealed: world.tokens.providerTokens.seal(identity, next),
      durable: true,
    })
  return { ...token, renew }
}

/** Stores a token, so that the sweep ends the connection that a visit has made anew at the provider. */
async function storeTokenForSweep(
  world: Pick<World, 'identityClaims'>,
  identity: Identity,
  storedToken: StoredProviderToken | undefined,
): Promise<void> {
  if (storedToken !== undefined) await world.identityClaims.replaceStoredToken(identity, storedToken)
}

/**
 * Stores the token of a visit that is refused because its identity is being disconnected (row 20). The visit has
 * reconnected the identity at the provider, so the disconnect must end this connection too.
 */
export async function storeTokenIfDisconnecting(
  world: Pick<World, 'identityClaims'>,
  outcome: Refused,
  { identity, storedToken }: Pick<ProviderVisit, 'identity' | 'storedToken'>,
): Promise<void> {
  if (outcome.kind === 'provider_unavailable') await storeTokenForSweep(world, identity, storedToken)
}

/**
 * Whether a sibling service may share the stage's connections at a provider. A provider that is unknown here, as to
 * support without its credentials, may be shared.
 */
export function mayBeShared(world: Pick<World, 'stage' | 'providers'>, provider: ProviderId): boolean {
  if (world.stage.match.siblingTags.length === 0) return false
  const found = world.providers.find(provider)
  return found === undefined || found.disconnection?.release !== undefined
}

/** The same of an identity whose claim need not be read: what the claim says is read once it is marked. */
export const sharingOf = (world: Pick<World, 'stage' | 'providers'>, provider: ProviderId): Sharing =>
  mayBeShared(world, provider) ? true : 'as_recorded'

/**
 * Whether a sibling service shares the connection of a linked identity. Unknown counts as shared, so that a
 * sibling's member is never disconnected. With a sibling, the identity's last visit says nothing, since the
 * person may have joined the sibling later.
 */
export async function isSharedConnection(
  world: Pick<World, 'stage' | 'providers' | 'identityClaims'>,
  identity: Identity,
): Promise<boolean> {
  if (mayBeShared(world, identity.provider)) return true
  return (await world.identityClaims.find(identity))?.shared === true
}

export type DisconnectWithdrawnWorld = Pick<World, 'clock' | 'identityClaims'> & EndAtProviderWorld

/**
 * Row 23: a withdrawn member's visit has reconnected the identity at the provider. Disconnects the identity
 * again; it still leads to the member until the grace period ends.
 */
export async function disconnectWithdrawn(
  world: DisconnectWithdrawnWorld,
  identity: Identity,
  owner: MemberId,
  storedToken: StoredProviderToken | undefined,
): Promise<void> {
  const shared = await isSharedConnection(world, identity)
  const reconnected = { identity, owner, shared }
  const begun = await world.identityClaims.disconnectAgain(reconnected, world.clock.now(), storedToken)
  if (begun) await endAtProvider(world, { identity, shared, owner: owner })
  // Another caller is disconnecting already; the sweep uses this visit's token later.
  else await storeTokenForSweep(world, identity, storedToken)
}
