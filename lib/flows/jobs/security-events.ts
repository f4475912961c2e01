import { reachOf } from '../../domain/leads/reach.ts'
import type { SecurityEvent } from '../../domain/leaving/security-event.ts'
import { signedOutByProvider } from '../../domain/leaving/signed-out-by-provider.ts'
import type { Email } from '../../domain/values/evidence.ts'
import type { Identity, ProviderId } from '../../domain/values/identity.ts'
import { Problem } from '../../domain/values/problem.ts'
import type { IdentityClaim } from '../../domain/visit/pending-connection.ts'
import type { ProviderToken } from '../../domain/visit/provider-token.ts'
import type { EventSender, ReadSecurityEvents } from '../ports/provider.ts'
import type { World } from '../ports/world.ts'
import { aboutIdentity, noticeTo } from '../steps/compose-message.ts'
import { type EndingEffect, type EndingWorld, endIfDisconnected } from '../steps/end-if-disconnected.ts'
import { judgedAt } from '../steps/judged-at.ts'
import { conflict, retryOnConflict } from '../visit/decide-and-act.ts'
import { callProvider } from '../visit/gather.ts'
import { type MarkWorld, markAddress } from './mail-failures.ts'

/** What became of an event. */
export type EventEffect = EndingEffect | 'signed_out' | 'address_marked' | 'address_unmarked'

type SecurityEventsWorld = EndingWorld & Pick<World, 'providers' | 'identityClaims'> & MarkWorld

/** What a provider has pushed, and how to read it. */
export interface PushedEvents {
  readonly provider: ProviderId
  readonly token: string
  /** How it came, which must be as the provider sends events. */
  readonly cameAs: EventSender['comesAs']
  /** Throws `ProviderFault('unavailable')` if the provider's keys cannot be had. */
  readonly read: (provider: ProviderId, sender: EventSender, token: string) => Promise<ReadSecurityEvents>
}

/**
 * Acts on a signed event that a provider has pushed (RFC 8417, RFC 8935, or a form of its own). An event may be late, come twice or be
 * replayed. So the provider is asked before an identity ends, and of sessions only those end that are older than the
 * event. Gives what became of each event that means something.
 *
 * Throws `not_found` for a provider without events, `unsupported_media_type` for an event in another wrapping, `invalid_request` for a token that is not the provider's or not for
 * our app, and `provider_unavailable` or `unavailable` if the provider must send it again.
 */
export async function securityEvents(
  world: SecurityEventsWorld,
  { provider, token, cameAs, read }: PushedEvents,
): Promise<readonly EventEffect[]> {
  const sender = world.providers.find(provider)?.eventSender
  if (sender === undefined) throw new Problem('not_found')
  if (sender.comesAs !== cameAs) throw new Problem('unsupported_media_type')
  const result = await callProvider(() => read(provider, sender, token))
  if (result.kind === 'refused') throw new Problem('provider_unavailable')
  if (result.value.kind === 'refused') throw new Problem('invalid_request')
  const effects: EventEffect[] = []
  for (const event of result.value.events) effects.push(await follow(world, sender, event))
  return effects
}

const follow = (
  world: SecurityEventsWorld,
  sender: EventSender,
  event: SecurityEvent,
): Promise<EventEffect> =>
  retryOnConflict(async () => {
    const claim = await world.identityClaims.find(event.identity)
    if (claim === undefined) return 'nothing'
    if ('address' in event) return markRelay(world, claim, event)
    const asking = {
      isConnected: (identity: Identity, token?: ProviderToken) =>
        sender.isConnected(identity, token, event.at),
    }
    const ended = event.means === 'unlinked' ? await endIfDisconnected(world, asking, claim) : 'nothing'
    return ended === 'nothing' ? signOut(world, claim, event) : ended
  })

/** Marks the address of a relay that passes no mails on, on the member of the identity alone, or takes the mark away. */
async function markRelay(
  world: MarkWorld,
  { memberId }: IdentityClaim,
  { means, address }: Extract<SecurityEvent, { address: Email }>,
): Promise<EventEffect | typeof conflict> {
  if (memberId === undefined) return 'nothing'
  if (means === 'relay_off') {
    const marked = await markAddress(world, memberId, address, 'bounce')
    return marked === true ? 'address_marked' : marked === conflict ? conflict : 'nothing'
  }
  const member = await world.find(memberId)
  if (member?.email?.value !== address || member.email.failing !== 'bounce') return 'nothing'
  const event = { id: world.ids.record(), type: 'contact.reached', at: world.clock.now() } as const
  return (await world.unmark(member, address, event)) === 'conflict' ? conflict : 'address_unmarked'
}

/** Ends the sessions that the identity opened before the event, and tells the member. */
async function signOut(
  world: SecurityEventsWorld,
  claim: IdentityClaim,
  { identity, at }: SecurityEvent,
): Promise<EventEffect | typeof conflict> {
  const found = claim.memberId === undefined ? undefined : await world.sessions.list(claim.memberId)
  if (found === undefined) return 'nothing'
  const { member, sessions } = found
  const now = world.clock.now()
  const effect = signedOutByProvider(member, sessions, { identity, at }, now)
  if (effect === undefined) return 'nothing'
  const event = { id: world.ids.record(), type: 'identity.signed_out', at: now, identity } as const
  const messages = noticeTo(
    world,
    { id: member.id, reach: reachOf(member, judgedAt(world)) },
    { kind: 'signed_out_by_provider', method: identity.provider, at: now },
    aboutIdentity(identity),
  )
  const signedOut = await world.unlinksByProvider.signOut({ identity, member, event, messages, ...effect })
  return signedOut === 'conflict' ? conflict : signedOut
}
