import { reachOf } from '../../domain/leads/reach.ts'
import { unlinkByProviderEffect } from '../../domain/leaving/unlinked-by-provider.ts'
import type { ProviderId } from '../../domain/values/identity.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { RawNotice, UnlinkNotices } from '../ports/provider.ts'
import type { World } from '../ports/world.ts'
import { aboutIdentity, noticeTo } from '../steps/compose-message.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { callProvider } from '../visit/gather.ts'

/** The effect of a notice. */
type NoticeEffect = 'unlinked' | 'last_method_unlinked' | 'visit_ended' | 'nothing'

/** A handled notice, with the acknowledgement for its provider. */
export interface HandledNotice {
  readonly effect: NoticeEffect
  readonly acknowledgement: UnlinkNotices['acknowledgement']
}

type WebhooksWorld = Pick<
  World,
  | 'stage'
  | 'clock'
  | 'ids'
  | 'tokens'
  | 'hashes'
  | 'messageSealing'
  | 'providers'
  | 'report'
  | 'identityClaims'
  | 'sessions'
  | 'unlinksByProvider'
>

/**
 * Handles a provider's notice that a person has ended the connection there. Mallory may replay an old notice,
 * and an honest one may be late; trusting it would unlink somebody who has linked again since. So the
 * provider is asked, and only the current state counts.
 *
 * An unknown or already gone identity is no failure. Throws `not_found` for a provider without notices,
 * `invalid_token` if the notice is not authentic, `invalid_request` if it is not for our app, and
 * `provider_unavailable` or `unavailable` if the provider must send it again.
 */
export async function webhooks(
  world: WebhooksWorld,
  provider: ProviderId,
  notice: RawNotice,
): Promise<HandledNotice> {
  const notices = world.providers.find(provider)?.unlinkNotices
  if (notices === undefined) throw new Problem('not_found')
  const effect = await effectOf(world, notices, notice)
  return { effect, acknowledgement: notices.acknowledgement }
}

async function effectOf(
  world: WebhooksWorld,
  notices: UnlinkNotices,
  notice: RawNotice,
): Promise<NoticeEffect> {
  const read = notices.read(notice)
  switch (read.kind) {
    case 'not_authentic':
      throw new Problem('invalid_token')
    case 'malformed':
      throw new Problem('invalid_request')
    case 'outdated':
      return 'nothing'
    case 'unlinked':
      return retryOnConflict(async () => {
        const claim = await world.identityClaims.find(read.identity)
        return claim === undefined ? 'nothing' : follow(world, notices, claim)
      })
    default:
      return read satisfies never
  }
}

async function follow(
  world: WebhooksWorld,
  notices: UnlinkNotices,
  claim: IdentityClaim,
): Promise<NoticeEffect | typeof conflict> {
  switch (claim.state) {
    case 'linked':
      return (await isConnected(world, notices, claim)) ? 'nothing' : unlinkMember(world, claim)
    case 'pending': {
      if (await isConnected(world, notices, claim)) return 'nothing'
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
  world: Pick<World, 'tokens'>,
  notices: UnlinkNotices,
  claim: IdentityClaim,
): Promise<boolean> {
  const { provider, subject, kept } = claim
  const identity = { provider, subject }
  const token = kept && world.tokens.providerTokens.open(identity, kept)
  const connected = await callProvider(() => notices.isConnected(identity, token))
  if (connected.kind === 'refused') throw new Problem('provider_unavailable')
  return connected.value
}

async function unlinkMember(
  world: WebhooksWorld,
  claim: IdentityClaim,
): Promise<NoticeEffect | typeof conflict> {
  if (claim.memberId === undefined) return conflict
  const identity = { provider: claim.provider, subject: claim.subject }
  const found = await world.sessions.list(claim.memberId)
  if (found === undefined) return conflict
  const { member } = found
  const now = world.clock.now()
  const event = { id: world.ids.record(), type: 'identity.unlinked', at: now, identity } as const
  const messages = noticeTo(
    world,
    { id: member.id, reach: reachOf(member) },
    { kind: 'login_method_removed', method: identity.provider, at: now },
    aboutIdentity(identity),
  )
  const { survivors, isLast } = unlinkByProviderEffect(member, found.sessions, identity, judgedAt(world))
  const unlinking = { identity, member, event, messages, survivors }
  if ((await world.unlinksByProvider.unlink(unlinking)) === 'conflict') return conflict
  if (isLast) world.report({ event: 'last_method_unlinked', provider: identity.provider })
  return isLast ? 'last_method_unlinked' : 'unlinked'
}
