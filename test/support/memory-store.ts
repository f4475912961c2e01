import type { Member } from '../../lib/domain/member/member.ts'
import { isAlive } from '../../lib/domain/session/session.ts'
import { defined } from '../../lib/domain/values/defined.ts'
import { after, lifetimes } from '../../lib/domain/values/lifetimes.ts'
import type { KnownCandidate, PendingVisit, Registration } from '../../lib/flows/ports/store.ts'
import type { Store } from '../../lib/flows/ports/world.ts'
import { isOpen, type Kept, keepOn, keptWith, leave, listed, nameOf, unasked, use, wasUsed } from './kept.ts'
import { changes } from './memory-changes.ts'
import { unlinksByProvider } from './memory-cuts.ts'
import { deactivations } from './memory-deactivations.ts'
import { dueClaims, links, pendingEnds, reauthenticate } from './memory-links.ts'
import { merges } from './memory-merges.ts'
import { erasures, latestBar, withdrawals } from './memory-withdrawals.ts'

/** The ports of the store over plain maps. No method waits, so every method is one transaction. */
export function memoryStore(kept: Kept): Store {
  return {
    identityClaims: identityClaims(kept),
    candidates: {
      claimed: async () => ({ claims: [], shared: [] }),
      find: async (evidence, now) => candidates(kept, evidence, now),
      read: async (id, now) =>
        [kept.members.get(id)].flatMap((one) => (one ? [candidate(kept, one, now)] : []))[0],
    },
    members: {
      async findBySession(memberId, sessionId, now) {
        const member = kept.members.get(memberId)
        const session = kept.sessions.get(sessionId)
        if (member?.status !== 'active' || session === undefined) return undefined
        return isAlive(session, member, now)
          ? { member, ...listed(kept, memberId), passkeys: [], providerProfiles: [], session }
          : undefined
      },
      async findWithSessions(memberId, sessionId, now) {
        const record = await this.findBySession(memberId, sessionId, now)
        const sessions = [...kept.sessions.values()].filter((one) => one.memberId === memberId)
        return record && { ...record, sessions }
      },
      passwordHash: async () => undefined,
      find: async (memberId) => kept.members.get(memberId),
      verifiedFacts: async (memberId) => kept.members.get(memberId) ?? {},
      async findByAddress({ channel, value }) {
        const of = channel === 'email' ? 'email' : 'phone'
        const member = [...kept.members.values()].find((one) => one[of]?.value === value)
        return member && { member }
      },
      async findAllByAddress({ channel, value }) {
        const of = channel === 'email' ? 'email' : 'phone'
        return [...kept.members.values()]
          .filter((one) => one[of]?.value === value)
          .map((member) => ({ member }))
      },
      marked: async (member) => member,
      contactShare: async (address) => ({ address, holders: [] }),
      sharers: async () => [],
      async findByLoginId(loginId) {
        const member = [...kept.members.values()].find((one) => one.loginId?.toLowerCase() === loginId)
        return member && { member }
      },
      recover: unasked,
      renewPasswordHash: unasked,
      consents: unasked,
      addConsents: unasked,
    },
    passkeys: {
      find: unasked,
      add: unasked,
      rename: unasked,
      remove: unasked,
      open: unasked,
      reauthenticate: unasked,
    },
    changes: changes(kept),
    sessions: sessions(kept),
    pendingConnections: pendingConnections(kept),
    tickets: tickets(kept),
    registrations: { complete: async (registration, now) => complete(kept, registration, now) },
    links: links(kept),
    merges: merges(kept),
    identityChecks: {
      begin: unasked,
      find: unasked,
      owners: async ({ ci }) => {
        const owner = [...kept.members.values()].find((member) => ci !== undefined && member.ci === ci)
        return defined({ ci: owner?.id })
      },
      record: unasked,
    },
    unlinksByProvider: unlinksByProvider(kept),
    deactivations: deactivations(kept),
    withdrawals: withdrawals(kept),
    leftMembers: { vacate: unasked },
    erasures: erasures(kept),
    rejoinBlocks: { until: async (values) => latestBar(kept, values) },
    verifications: { start: unasked, confirm: unasked, find: unasked },
    limits: { look: unasked, spend: unasked, isKnownFull: unasked, giveBack: unasked },
    dueClaims: dueClaims(kept),
  }
}

function identityClaims(kept: Kept): Store['identityClaims'] {
  const { claims } = kept
  return {
    find: async (identity) => claims.get(nameOf(identity)),
    async beginDisconnecting(identity, once, now, _shared, storedToken) {
      if (wasUsed(kept, once)) return { kind: 'used' }
      const claim = claims.get(nameOf(identity))
      const owner = claim?.state === 'unlinked_by_provider' ? claim.memberId : undefined
      if (!isOpen(claim) && owner === undefined) {
        return { kind: claim?.state === 'disconnecting' ? 'disconnecting' : 'linked' }
      }
      const leaves = keptWith(claim, storedToken)
      claims.set(nameOf(identity), {
        ...identity,
        state: 'disconnecting',
        dueAt: after(now, lifetimes.ending),
        ...leaves,
        ...defined({ memberId: owner }),
      })
      use(kept, once)
      return { kind: 'begun', ...defined({ owner }) }
    },
    async storeToken(identity, storedToken) {
      keepOn(kept, identity, storedToken)
      return claims.has(nameOf(identity))
    },
    async replaceStoredToken(identity, storedToken) {
      const claim = claims.get(nameOf(identity))
      if (claim?.state === 'disconnecting') {
        claims.set(nameOf(identity), { ...claim, ...keptWith(claim, storedToken) })
      }
    },
    async endDisconnecting(identity, owner) {
      const claim = claims.get(nameOf(identity))
      if (claim?.state !== 'disconnecting' || claim.memberId !== owner) return
      if (kept.reconnected.has(nameOf(identity))) return
      const { dueAt: _, ...rest } = claim
      if (owner === undefined) claims.delete(nameOf(identity))
      else claims.set(nameOf(identity), { ...rest, state: 'unlinked_by_provider' })
    },
    async endAllDisconnecting(identities, owner) {
      for (const identity of identities) await this.endDisconnecting(identity, owner)
    },
    async recordReconnection(claim, until, storedToken) {
      const found = claims.get(nameOf(claim))
      if (found?.state !== claim.state) return
      claims.set(nameOf(claim), { ...found, dueAt: until, ...keptWith(found, storedToken) })
      kept.reconnected.add(nameOf(claim))
    },
    async disconnectAgain({ identity, owner, shared }, now) {
      const claim = claims.get(nameOf(identity))
      if (claim?.state !== 'unlinked_by_provider' || claim.memberId !== owner) return false
      const dueAt = after(now, lifetimes.ending)
      claims.set(nameOf(identity), { ...claim, state: 'disconnecting', dueAt, shared })
      kept.reconnected.delete(nameOf(identity))
      return true
    },
  }
}

function candidates(kept: Kept, ...[evidence, now]: Parameters<Store['candidates']['find']>) {
  const { email, phone, ci } = evidence
  const leads = (member: Member): boolean =>
    (email !== undefined && email.trust !== 'unverified' && member.email?.value === email.value) ||
    (phone !== undefined && phone.trust !== 'unverified' && member.phone?.value === phone.value) ||
    (ci !== undefined && member.ci === ci)
  return [...kept.members.values()].filter(leads).map((member) => candidate(kept, member, now))
}

function candidate(kept: Kept, member: Member, now: Date): KnownCandidate {
  const { rejoinFrom: _, ...rest } = member
  const rejoinFrom = kept.rejoinFrom.get(member.id)
  return { ...rest, ...kept.pauses.get(member.id), ...(rejoinFrom && rejoinFrom > now && { rejoinFrom }) }
}

function sessions(kept: Kept): Store['sessions'] {
  return {
    async open(opened, proof, once, storedToken, wanted = []) {
      if (wasUsed(kept, once)) return { kind: 'used' }
      const member = kept.members.get(opened.memberId)
      if (member === undefined) return { kind: 'conflict' }
      if (member.status !== 'active') return { kind: 'not_active', member }
      if (!member.ways.includes(typeof proof === 'string' ? proof : 'password')) return { kind: 'conflict' }
      const session = { ...opened, credentialsVersion: member.credentialsVersion }
      kept.sessions.set(session.id, session)
      if (session.signIn.identity) keepOn(kept, session.signIn.identity, storedToken)
      use(kept, once)
      return { kind: 'opened', lacks: wanted.filter((one) => !member.agreements?.includes(one)) }
    },
    async find(memberId, sessionId) {
      const session = kept.sessions.get(sessionId)
      const authState = kept.members.get(memberId)
      return session === undefined || authState === undefined ? undefined : { session, authState }
    },
    async list(memberId) {
      const member = kept.members.get(memberId)
      if (member === undefined) return undefined
      return {
        member,
        sessions: [...kept.sessions.values()].filter((session) => session.memberId === memberId),
      }
    },
    async endOne(by, sessionId, now) {
      const member = kept.members.get(by.memberId)
      const own = kept.sessions.get(by.sessionId)
      if (member?.status !== 'active' || own === undefined || !isAlive(own, member, now)) {
        return 'session_ended'
      }
      if (kept.sessions.get(sessionId)?.memberId !== by.memberId) return 'not_found'
      kept.sessions.delete(sessionId)
      return 'ended'
    },
    async rotate(next, from) {
      if (kept.members.get(next.memberId)?.status !== 'active') return 'not_active'
      if (kept.sessions.get(next.id)?.generation !== from) return 'moved_on'
      kept.sessions.set(next.id, next)
      return 'rotated'
    },
    async recordLateRetry(session, lateRetry) {
      if (kept.sessions.get(session.id) !== session) return 'moved_on'
      kept.sessions.set(session.id, { ...session, lateRetry })
      return 'recorded'
    },
    openByCode: unasked,
    reauthenticate: reauthenticate(kept),
    async end(_, sessionId) {
      const session = kept.sessions.get(sessionId)
      kept.sessions.delete(sessionId)
      return session
    },
    async endAll({ memberId, sessionId }, now) {
      const member = kept.members.get(memberId)
      const session = kept.sessions.get(sessionId)
      if (member === undefined || session === undefined || !isAlive(session, member, now)) return undefined
      kept.members.set(memberId, { ...member, credentialsVersion: member.credentialsVersion + 1 })
      kept.sessions.delete(sessionId)
      return session
    },
  }
}

function pendingConnections(kept: Kept): Store['pendingConnections'] {
  return {
    async keep(pending, { accessToken }, dueAt, storedToken) {
      const { id: pendingId, transactionId, createdAt: at, expiresAt } = pending
      const once = { transactionId, expiresAt, ...defined({ accessToken }) }
      if (wasUsed(kept, once)) return 'used'
      if (!keepPending(kept, { pending, dueAt, storedToken })) return 'conflict'
      use(kept, once)
      kept.traces.set(transactionId, { at, pendingId, refused: false })
      return 'kept'
    },
    async find(id, now) {
      const found = kept.pending.get(id)
      if (found === undefined || found.pending.expiresAt <= now) return undefined
      const { pending, end } = found
      return end === undefined ? { kind: 'open', pending } : { kind: 'ended', end }
    },
    async findCounted(id, most, now) {
      const counted = kept.pending.get(id)
      const { changes = 0 } = counted ?? {}
      if (changes >= most) return 'exhausted'
      if (counted !== undefined) kept.pending.set(id, { ...counted, changes: changes + 1 })
      return this.find(id, now)
    },
    ...pendingEnds(kept),
  }
}

function keepPending({ claims, pending: all }: Kept, { pending, dueAt, storedToken }: PendingVisit): boolean {
  const { identity } = pending.profile
  const claim = claims.get(nameOf(identity))
  const isEnded = claim?.state === 'unlinked_by_provider'
  if (!isOpen(claim) && !isEnded) return false
  const pendingClaim = isEnded ? { ...claim, dueAt } : { ...identity, state: 'pending' as const, dueAt }
  claims.set(nameOf(identity), { ...pendingClaim, ...keptWith(claim, storedToken) })
  all.set(pending.id, { pending })
  return true
}

function tickets({ used, refused, traces }: Kept): Store['tickets'] {
  const isNew = (among: Set<string>, id: string): boolean => !used.has(id) && !!among.add(id)
  return {
    take: async ({ of, id }) => isNew(used, of === 'transaction' ? id : `ticket ${id}`),
    async refuse({ transactionId, trace }) {
      if (refused.has(transactionId) || !isNew(refused, transactionId)) return false
      if (trace !== undefined) traces.set(transactionId, { ...trace, refused: true })
      return true
    },
    traceOf: async ({ transactionId }) => traces.get(transactionId),
    awaitTrace: async ({ transactionId }) => traces.get(transactionId),
  }
}

type Completed = Awaited<ReturnType<Store['registrations']['complete']>>

function complete(kept: Kept, registration: Registration, now: Date): Completed {
  const { member, basis, session } = registration
  if (basis.kind === 'address') return unasked()
  const { identity, pendingId, tokenId } = basis
  const found = kept.pending.get(pendingId)
  if (found === undefined || found.end !== undefined || found.pending.expiresAt <= now)
    return { kind: 'used' }
  if (found.pending.tokenId !== tokenId) return { kind: 'used' }
  const claim = kept.claims.get(nameOf(identity))
  if (claim?.memberId !== undefined) {
    const kind = claim.state === 'unlinked_by_provider' ? 'identity_ended' : 'identity_linked'
    return { kind, memberId: claim.memberId }
  }
  if (claim?.state !== 'pending') return { kind: 'identity_gone' }
  const others = [...kept.members.values()]
  if (member.ci !== undefined && others.some(({ ci }) => ci === member.ci)) return { kind: 'person_known' }
  const isTaken = (of: 'email' | 'phone') =>
    others.some((other) => other[of] !== undefined && other[of]?.value === member[of]?.value)
  if (isTaken('email')) return { kind: 'contact_claimed' }
  if (isTaken('phone')) return { kind: 'contact_claimed' }
  kept.pending.set(pendingId, { pending: found.pending, end: 'registered' })
  kept.claims.set(nameOf(identity), {
    ...claim,
    state: 'linked',
    memberId: member.id,
  })
  kept.members.set(member.id, member)
  kept.identities.set(member.id, [identity])
  kept.sessions.set(session.id, session)
  kept.registrations.push(registration)
  leave(kept, registration.messages)
  return { kind: 'registered' }
}
