import { reachOf } from '../../domain/leads/reach.ts'
import { unlinkByProviderEffect } from '../../domain/leaving/unlinked-by-provider.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import type { AskedToken } from '../ports/provider/stored-token.ts'
import type { UnlinkNotices } from '../ports/provider.ts'
import type { World } from '../ports/world.ts'
import { conflict } from '../visit/decide-and-act.ts'
import { callProvider } from '../visit/gather.ts'
import { aboutIdentity, type ComposeWorld, noticeTo } from './compose-message.ts'
import { judgedAt } from './judged-at.ts'

/** What became of an identity that its provider says has ended. */
export type EndingEffect = 'unlinked' | 'last_method_unlinked' | 'visit_ended' | 'nothing'

export type EndingWorld = ComposeWorld &
  Pick<World, 'stage' | 'tokens' | 'report' | 'sessions' | 'unlinksByProvider' | 'identityClaims'>

/** How to ask a provider whether a person is connected. */
type Asking = Pick<UnlinkNotices, 'isConnected'>

/**
 * Ends an identity whose provider says that the person has ended the connection. The provider is asked first, since only
 * the current state counts. Throws `provider_unavailable`.
 */
export async function endIfDisconnected(
  world: EndingWorld,
  asking: Asking,
  claim: IdentityClaim,
): Promise<EndingEffect | typeof conflict> {
  switch (claim.state) {
    case 'linked':
      return (await isConnected(world, asking, claim)) ? 'nothing' : unlinkMember(world, claim)
    case 'pending': {
      if (await isConnected(world, asking, claim)) return 'nothing'
      return (await world.unlinksByProvider.forgetPending(claim)) === 'forgotten' ? 'visit_ended' : conflict
    }
    // The sweep learns the same from the provider.
    case 'disconnecting':
    case 'unlinked_by_provider':
    case 'not_revocable':
      return 'nothing'
    default:
      return claim.state satisfies never
  }
}

async function isConnected(
  world: Pick<World, 'tokens' | 'identityClaims'>,
  asking: Asking,
  claim: IdentityClaim,
): Promise<boolean> {
  const { provider, subject } = claim
  const token = askedToken(world, claim)
  const connected = await callProvider(() => asking.isConnected({ provider, subject }, token))
  if (connected.kind === 'refused') throw new Problem('provider_unavailable')
  return connected.value
}

/** The stored token of a claim, with a way to store its replacement where the claim takes one. */
function askedToken(
  { tokens, identityClaims }: Pick<World, 'tokens' | 'identityClaims'>,
  { provider, subject, kept, state }: IdentityClaim,
): AskedToken | undefined {
  const identity = { provider, subject }
  const token = kept && tokens.providerTokens.open(identity, kept)
  if (token === undefined || state !== 'linked') return token
  const renew = async (next: ProviderToken): Promise<void> => {
    const sealed = tokens.providerTokens.seal(identity, next)
    await identityClaims.storeToken(identity, { sealed, durable: true })
  }
  return { ...token, renew }
}

async function unlinkMember(
  world: EndingWorld,
  claim: IdentityClaim,
): Promise<EndingEffect | typeof conflict> {
  if (claim.memberId === undefined) return conflict
  const identity = { provider: claim.provider, subject: claim.subject }
  const found = await world.sessions.list(claim.memberId)
  if (found === undefined) return conflict
  const { member } = found
  const now = world.clock.now()
  const event = { id: world.ids.record(), type: 'identity.unlinked', at: now, identity } as const
  const messages = noticeTo(
    world,
    { id: member.id, reach: reachOf(member, judgedAt(world)) },
    { kind: 'login_method_removed', method: identity.provider, at: now },
    aboutIdentity(identity),
  )
  const { survivors, isLast } = unlinkByProviderEffect(member, found.sessions, identity, judgedAt(world))
  const unlinking = { identity, member, isLast, event, messages, survivors }
  if ((await world.unlinksByProvider.unlink(unlinking)) === 'conflict') return conflict
  if (isLast) world.report({ event: 'last_method_unlinked', provider: identity.provider })
  return isLast ? 'last_method_unlinked' : 'unlinked'
}
