import { identityMethod } from '../../lib/domain/member/member.ts'
import type { Store } from '../../lib/flows/ports/world.ts'
import {
  type Kept,
  keptWith,
  leave,
  nameOf,
  surviveOnly,
  unlisted,
  use,
  wasUsed,
  withoutEnded,
} from './kept.ts'

/** Identities that a provider unlinked, over plain maps. */
export const unlinksByProvider = (kept: Kept): Store['unlinksByProvider'] => ({
  async unlink({ identity, member: { id, version }, isLast, survivors, event, messages }) {
    const { members, claims, identities } = kept
    const member = members.get(id)
    const claim = claims.get(nameOf(identity))
    if (member?.version !== version || claim?.state !== 'linked') return 'conflict'
    claims.set(nameOf(identity), { ...claim, state: 'unlinked_by_provider' })
    const ways = member.ways.filter((way) => way !== identityMethod(identity))
    const { provider, subject } = identity
    const endedIdentities = [
      ...(member.endedIdentities ?? []),
      { provider, subject, endedBy: isLast ? ('provider' as const) : ('provider_beside' as const) },
    ]
    members.set(id, { ...member, ways, endedIdentities, version: version + 1 })
    const own = identities.get(id) ?? []
    identities.set(
      id,
      own.map((one) => (nameOf(one) === nameOf(identity) ? { ...one, endedAt: event.at } : one)),
    )
    surviveOnly(kept, id, survivors)
    leave(kept, messages)
    return 'unlinked_by_provider'
  },
  async signOut({ member: { id, version }, survivors, messages }) {
    const member = kept.members.get(id)
    if (member?.version !== version) return 'conflict'
    kept.members.set(id, { ...member, version: version + 1 })
    surviveOnly(kept, id, survivors)
    leave(kept, messages)
    return 'signed_out'
  },
  async forgetPending(claim) {
    const found = kept.claims.get(nameOf(claim))
    if (found?.state !== 'pending' || found.dueAt?.getTime() !== claim.dueAt?.getTime()) return 'conflict'
    kept.claims.delete(nameOf(claim))
    return 'forgotten'
  },
  async restore({ identity, version, session, messages, storedToken }, once) {
    if (wasUsed(kept, once)) return { kind: 'used' }
    const member = kept.members.get(session.memberId)
    const claim = kept.claims.get(nameOf(identity))
    if (member === undefined || claim?.state !== 'unlinked_by_provider') return { kind: 'conflict' }
    if (member.status !== 'active') return { kind: 'not_active', member }
    if (member.version !== version) return { kind: 'conflict' }
    use(kept, once)
    const { provider, subject } = identity
    const leaves = keptWith(undefined, storedToken)
    kept.claims.set(nameOf(identity), { provider, subject, state: 'linked', memberId: member.id, ...leaves })
    kept.identities.set(member.id, [...unlisted(kept, member.id, identity), identity])
    const ways = [...member.ways, identityMethod(identity)]
    kept.members.set(member.id, { ...withoutEnded(member, identity), ways, version: member.version + 1 })
    kept.sessions.set(session.id, session)
    leave(kept, messages)
    return { kind: 'opened' }
  },
  async release({ identity, member: { id, version }, shared, event, messages }, dueAt) {
    const member = kept.members.get(id)
    const claim = kept.claims.get(nameOf(identity))
    if (member?.version !== version || claim?.state !== 'unlinked_by_provider') return 'conflict'
    const { provider, subject } = identity
    kept.claims.set(nameOf(identity), { provider, subject, state: 'pending', shared, dueAt })
    kept.identities.set(id, unlisted(kept, id, identity))
    kept.members.set(id, { ...withoutEnded(member, identity), version: version + 1 })
    kept.events.push(event)
    leave(kept, messages)
    return 'released'
  },
})
