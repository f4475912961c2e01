import { reachOf } from '../../../domain/leads/reach.ts'
import type { Session } from '../../../domain/member/member.ts'
import { defined } from '../../../domain/values/defined.ts'
import type { Identity } from '../../../domain/values/identity.ts'
import type { StoredProviderToken } from '../../../domain/visit/provider-token.ts'
import type { ConsumedPending, Once, Sessions } from '../../ports/store.ts'
import type { World } from '../../ports/world.ts'
import { type RefuseWorld, refuse } from '../../visit/refuse.ts'
import { aboutIdentity, type ComposeWorld, noticeTo } from '../compose-message.ts'
import { judgedAt } from '../judged-at.ts'
import { endedAt } from './ended-identity.ts'

export type RestoreEndedWorld = Pick<World, 'identityClaims' | 'candidates' | 'unlinksByProvider'> &
  RefuseWorld &
  ComposeWorld

/**
 * The login method no longer leads to the member. If the identity had ended and still signs the member in, its person
 * is back, so the claim's member gets the identity back with the session, and is notified. In all other cases the visit
 * is decided again.
 */
export async function restoreEnded(
  world: RestoreEndedWorld,
  prepared: Session,
  identity: Identity,
  once: Once | ConsumedPending | 'written_before',
  storedToken: StoredProviderToken | undefined,
): ReturnType<Sessions['open']> {
  const claim = await world.identityClaims.find(identity)
  if (claim?.memberId !== prepared.memberId) return { kind: 'conflict' }
  // Restored a moment ago: the provider call for the earlier disconnect is still running.
  if (claim.state === 'disconnecting') throw await refuse(world, { kind: 'provider_unavailable' })
  const ended = await endedAt(world, claim)
  if (ended?.opens !== 'enter') return { kind: 'conflict' }
  const { version, credentialsVersion } = ended.member
  const session = { ...prepared, credentialsVersion }
  const at = session.createdAt
  const { provider, subject } = identity
  const linked = { provider, subject, linkedAt: at, lastUsedAt: at }
  const event = {
    id: world.ids.record(),
    type: 'identity.linked',
    at,
    identity,
    sessionId: session.id,
  } as const
  const messages = noticeTo(
    world,
    { id: claim.memberId, reach: reachOf(ended.member, judgedAt(world)) },
    { kind: 'login_method_added', method: provider, at },
    aboutIdentity(identity),
  )
  const restoration = { identity: linked, version, session, event, messages, ...defined({ storedToken }) }
  return world.unlinksByProvider.restore(restoration, once)
}
