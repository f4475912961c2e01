import { identityMethod } from '../../lib/domain/member/member.ts'
import type { Store } from '../../lib/flows/ports/world.ts'
import { type Kept, keptWith, nameOf, surviveOnly, use, wasUsed } from './kept.ts'

/** Identities that a provider unlinked, over plain maps. */
export const unlinksByProvider = (kept: Kept): Store['unlinksByProvider'] => ({
  async unlink({ identity, member: { id, version }, isLast, survivors }) {
    const { members, claims, identities } = kept
    const member = members.get(id)
    const claim = claims.get(nameOf(identity))
    if (member?.version !== version || claim?.state !== 'linked') return 'conflict'
    if (isLast) claims.set(nameOf(identity), { ...claim, state: 'unlinked_by_provider' })
    else claims.delete(nameOf(identity))
    const ways = member.ways.filter((way) => way !== identityMethod(identity))
    members.set(id, { ...member, ways, version: version + 1 })
    const own = identities.get(id) ?? []
    identities.set(
      id,
      own.filter((other) => nameOf(other) !== nameOf(identity)),
    )
    surviveOnly(kept, id, survivors)
    return 'unlinked_by_provider'
  },
  async forgetPending(claim) {
    const found = kept.claims.get(nameOf(claim))
    if (found?.state !== 'pending' || found.dueAt?.getTime() !== claim.dueAt?.getTime()) return 'conflict'
    kept.claims.delete(nameOf(claim))
    return 'forgotten'
  },
  async restore({ identity, session, storedToken }, once) {
    if (wasUsed(kept, once)) return { kind: 'used' }
    const member = kept.members.get(session.memberId)
    const claim = kept.claims.get(nameOf(identity))
    if (member === undefined || claim?.state !== 'unlinked_by_provider') return { kind: 'conflict' }
    if (member.status !== 'active') return { kind: 'not_active', member }
    use(kept, once)
    const { provider, subject } = identity
    const leaves = keptWith(undefined, storedToken)
    kept.claims.set(nameOf(identity), { provider, subject, state: 'linked', memberId: member.id, ...leaves })
    kept.identities.set(member.id, [...(kept.identities.get(member.id) ?? []), identity])
    const ways = [...member.ways, identityMethod(identity)]
    kept.members.set(member.id, { ...member, ways, version: member.version + 1 })
    kept.sessions.set(session.id, session)
    return { kind: 'opened' }
  },
})
