import type { ProviderId } from '../../domain/values/identity.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { RawNotice, UnlinkNotices } from '../ports/provider.ts'
import type { World } from '../ports/world.ts'
import { type EndingEffect, type EndingWorld, endIfDisconnected } from '../steps/end-if-disconnected.ts'
import { retryOnConflict } from '../visit/decide-and-act.ts'

/** A handled notice, with the acknowledgement for its provider. */
export interface HandledNotice {
  readonly effect: EndingEffect
  readonly acknowledgement: UnlinkNotices['acknowledgement']
}

type WebhooksWorld = EndingWorld & Pick<World, 'providers' | 'identityClaims'>

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
): Promise<EndingEffect> {
  const read = notices.read(notice)
  switch (read.kind) {
    case 'not_authentic':
      throw new Problem('invalid_token')
    case 'malformed':
      throw new Problem('invalid_request')
    case 'outdated':
    case 'irrelevant':
      return 'nothing'
    case 'unlinked':
      return retryOnConflict(async () => {
        const claim = await world.identityClaims.find(read.identity)
        return claim === undefined ? 'nothing' : endIfDisconnected(world, notices, claim)
      })
    default:
      return read satisfies never
  }
}
