import {
  type UnlinkByProviderEffect,
  unlinkByProviderEffect,
} from '../../domain/leaving/unlinked-by-provider.ts'
import type { ProviderId } from '../../domain/values/identity.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { RawNotice, UnlinkNotices } from '../ports/provider.ts'
import type { World } from '../ports/world.ts'
import { endSessionsBy } from '../steps/end-sessions.ts'
import { notify, reachOf } from '../steps/notify.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { callProvider } from '../visit/gather.ts'

/** What a notice changed. */
export type NoticeEffect = 'unlinked' | 'last_way_cut' | 'visit_ended' | 'nothing'

/** A notice that was followed, and what its provider wants to hear for it. */
export interface Heard {
  readonly effect: NoticeEffect
  readonly acknowledgement: UnlinkNotices['acknowledgement']
}

/**
 * A provider tells that a person has ended the connection at its side. Mallory may have copied an old notice,
 * and an honest one may be late: if it were believed as it came, who has linked again since would be thrown
 * out. So the provider is asked, and only what it says now counts.
 *
 * Whoever is unknown, or gone already, is no failure. Throws `not_found` for a provider that sends no notices,
 * `invalid_token` when it was not the provider who sent it, `invalid_request` for what is not about our app,
 * `provider_unavailable` and `unavailable` when it is to be sent again: nothing is lost.
 */
export async function webhooks(world: World, provider: ProviderId, notice: RawNotice): Promise<Heard> {
  const notices = world.providers.find(provider)?.unlinkNotices
  if (notices === undefined) throw new Problem('not_found')
  const effect = await effectOf(world, notices, notice)
  return { effect, acknowledgement: notices.acknowledgement }
}

async function effectOf(world: World, notices: UnlinkNotices, notice: RawNotice): Promise<NoticeEffect> {
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
  world: World,
  notices: UnlinkNotices,
  claim: IdentityClaim,
): Promise<NoticeEffect | typeof conflict> {
  switch (claim.state) {
    case 'linked':
      return (await isConnected(world, notices, claim)) ? 'nothing' : cutLinked(world, claim)
    case 'pending': {
      if (await isConnected(world, notices, claim)) return 'nothing'
      return (await world.unlinksByProvider.forgetWaiting(claim)) === 'forgotten' ? 'visit_ended' : conflict
    }
    // Ended already, or about to be: the sweep hears the same of the provider.
    case 'disconnecting':
    case 'unlinked_by_provider':
    case 'not_revocable':
      return 'nothing'
    default:
      return claim.state satisfies never
  }
}

async function isConnected(world: World, notices: UnlinkNotices, claim: IdentityClaim): Promise<boolean> {
  const { provider, subject, kept } = claim
  const identity = { provider, subject }
  const token = kept && world.tokens.providerTokens.open(identity, kept)
  const asked = await callProvider(() => notices.isConnected(identity, token))
  if (asked.kind === 'refused') throw new Problem('provider_unavailable')
  return asked.answer
}

async function cutLinked(world: World, claim: IdentityClaim): Promise<NoticeEffect | typeof conflict> {
  if (claim.memberId === undefined) return conflict
  const identity = { provider: claim.provider, subject: claim.subject }
  const found = await world.sessions.list(claim.memberId)
  if (found === undefined) return conflict
  const { member } = found
  const plan = unlinkByProviderEffect(member, found.sessions, identity)
  const now = world.clock.now()
  const event = { id: world.ids.record(), type: 'identity.unlinked', at: now, identity } as const
  if ((await world.unlinksByProvider.cut({ identity, member, event, ...plan })) === 'moved') return conflict
  await endSessionsBy(world, identity, { memberId: member.id, until: now })
  await tell(world, member, identity.provider, plan)
  return plan.isLast ? 'last_way_cut' : 'unlinked'
}

/**
 * Nobody is left whom a verified address could reach when the last way was cut (it would be a way itself): then
 * the address on file has to do. The operators hear of it too.
 */
async function tell(
  world: World,
  member: Parameters<typeof reachOf>[0],
  way: ProviderId,
  { isLast }: UnlinkByProviderEffect,
): Promise<void> {
  const { email, locale } = member
  const lastReach = isLast && email !== undefined ? { email: email.value, locale } : undefined
  await notify(world, reachOf(member) ?? lastReach, { kind: 'way_removed', way, at: world.clock.now() })
  if (isLast) world.report({ event: 'last_way_cut', provider: way })
}
