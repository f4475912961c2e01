import {
  identityMethod,
  type LinkedIdentity,
  type Member,
  type OwnContact,
} from '../../lib/domain/member/member.ts'
import { defined } from '../../lib/domain/values/defined.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { after, lifetimes } from '../../lib/domain/values/lifetimes.ts'
import type { PendingConnection, PendingEnd } from '../../lib/domain/visit/pending-connection.ts'
import type { StoredProviderToken } from '../../lib/domain/visit/provider-token.ts'
import type { Linking } from '../../lib/flows/ports/store.ts'
import type { Store } from '../../lib/flows/ports/world.ts'
import {
  isOpenTo,
  type Kept,
  keepOn,
  keptWith,
  leave,
  nameOf,
  surviveOnly,
  unlisted,
  use,
  wasUsed,
  withoutEnded,
} from './kept.ts'
import { sure } from './people.ts'

type Links = Store['links']

/** Linking, adding and removing identities, over plain maps. */
export const links = (kept: Kept): Links => ({
  complete: async (linking) => complete(kept, linking),
  async add(adding, once) {
    const { memberId, sessionId, identity, pending, storedToken } = adding
    if (wasUsed(kept, once)) return 'used'
    if (!kept.sessions.has(sessionId)) return 'session_ended'
    const claim = kept.claims.get(nameOf(identity))
    if (!isOpenTo(memberId, claim)) {
      return claim?.state === 'unlinked_by_provider' ? 'ended_elsewhere' : 'conflict'
    }
    use(kept, once)
    if (pending !== undefined) kept.pending.set(pending.id, { pending, end: 'linked' })
    link(kept, memberId, identity, storedToken)
    const member = sure(kept.members.get(memberId), 'member')
    if (adding.ci !== undefined) kept.members.set(memberId, { ...member, ci: adding.ci })
    leave(kept, adding.messages)
    return 'linked'
  },
  async remove({ memberId, sessionId, identity, ended, version, shared, survivors, messages }, now) {
    const member = kept.members.get(memberId)
    if (member === undefined || !kept.sessions.has(sessionId)) return 'session_ended'
    if (member.version !== version) return 'conflict'
    const way = identityMethod(identity)
    if (ended !== undefined) {
      if (kept.claims.get(nameOf(identity))?.state !== ended.state) return 'conflict'
      kept.claims.delete(nameOf(identity))
      kept.identities.set(memberId, unlisted(kept, memberId, identity))
      kept.members.set(memberId, changed(withoutEnded(member, identity), {}))
      leave(kept, messages)
      return 'removed'
    }
    if (!member.ways.includes(way)) return 'not_linked'
    if (member.ways.length === 1) return 'last_login_method'
    kept.identities.set(memberId, unlisted(kept, memberId, identity))
    kept.members.set(memberId, changed(member, { ways: member.ways.filter((other) => other !== way) }))
    const leaves = keptWith(kept.claims.get(nameOf(identity)), undefined)
    kept.claims.set(nameOf(identity), {
      ...identity,
      state: 'disconnecting',
      dueAt: after(now, lifetimes.ending),
      ...defined({ shared: shared === 'as_recorded' ? kept.claims.get(nameOf(identity))?.shared : shared }),
      ...leaves,
    })
    surviveOnly(kept, memberId, [{ id: sessionId }, ...survivors])
    leave(kept, messages)
    return 'removed'
  },
})

const changed = (member: Member, more: Partial<Member>): Member => ({
  ...member,
  ...more,
  version: member.version + 1,
})

/** Whether a visit is still pending for this token. */
function pendingState({ pending: all }: Kept, { id, tokenId }: PendingConnection): boolean {
  const found = all.get(id)
  return found !== undefined && found.end === undefined && found.pending.tokenId === tokenId
}
const end = ({ pending: all }: Kept, pending: PendingConnection, how: PendingEnd): void => {
  all.set(pending.id, { pending, end: how })
}

function complete(kept: Kept, linking: Linking): Awaited<ReturnType<Links['complete']>> {
  const { pending, identity, target, session, verifies, ci, checked } = linking
  if (!pendingState(kept, pending)) return 'used'
  if (session.kind === 'of' && !kept.sessions.has(session.session.id)) return 'session_ended'
  const claim = kept.claims.get(nameOf(identity))
  if (claim?.state === 'linked') return 'elsewhere'
  if (claim?.state === 'disconnecting') return 'gone'
  if (!isOpenTo(target.memberId, claim)) return 'ended_elsewhere'
  const member = kept.members.get(target.memberId)
  if (member?.status !== 'active' || member.version !== target.version) return 'conflict'
  kept.members.set(member.id, {
    ...member,
    ...(verifies.email === undefined ? {} : { email: verified(verifies.email) }),
    ...(verifies.phone === undefined ? {} : { phone: verified(verifies.phone) }),
    ...(ci === undefined ? {} : { ci }),
    ...(checked && {
      ...defined({ ci: checked.ci, di: checked.di }),
      identityVerifiedAt: checked.verifiedAt,
      identitySource: checked.source,
    }),
  })
  link(kept, member.id, identity)
  end(kept, pending, 'linked')
  if (session.kind === 'opens') kept.sessions.set(session.session.id, session.session)
  leave(kept, linking.messages)
  return 'linked'
}

const verified = <Value>(value: Value): OwnContact<Value> => ({ value, verified: true })

function link(kept: Kept, id: MemberId, identity: LinkedIdentity, storedToken?: StoredProviderToken): void {
  const { provider, subject } = identity
  const member = sure(kept.members.get(id), 'member')
  const leaves = keptWith(kept.claims.get(nameOf(identity)), storedToken)
  kept.claims.set(nameOf(identity), { provider, subject, state: 'linked', memberId: id, ...leaves })
  kept.identities.set(id, [...unlisted(kept, id, identity), identity])
  kept.members.set(
    id,
    changed(withoutEnded(member, identity), { ways: [...member.ways, identityMethod(identity)] }),
  )
}

/** Makes a visit pending for another token, or ends the visit. */
export const pendingEnds = (kept: Kept): Pick<Store['pendingConnections'], 'handOver' | 'decline'> => ({
  async handOver(id, from, to, { question, ...more }, consumes) {
    const found = kept.pending.get(id)
    if (found === undefined || !pendingState(kept, { ...found.pending, tokenId: from })) return false
    const ticket = consumes?.ticket ?? 'written_before'
    if (wasUsed(kept, ticket)) return false
    use(kept, ticket)
    const { question: _, typed: _typed, ...pending } = found.pending
    const now = { ...pending, ...more, tokenId: to, ...(question === undefined ? {} : { question }) }
    kept.pending.set(id, { ...found, pending: now })
    return true
  },
  async decline(pending, now) {
    const { identity } = pending.profile
    if (!pendingState(kept, pending)) return { kind: 'used' }
    const claim = kept.claims.get(nameOf(identity))
    if (claim?.state === 'linked') return { kind: 'elsewhere' }
    const owner = claim?.state === 'unlinked_by_provider' ? claim.memberId : undefined
    end(kept, pending, pending.shared ? 'released' : 'disconnected')
    kept.claims.set(nameOf(identity), {
      ...identity,
      state: 'disconnecting',
      dueAt: after(now, lifetimes.ending),
      shared: pending.shared,
      ...keptWith(claim, undefined),
      ...defined({ memberId: owner }),
    })
    return { kind: 'declined', ...defined({ owner }) }
  },
})

/** Re-authentication, in one session. */
export function reauthenticate(kept: Kept): Store['sessions']['reauthenticate'] {
  return async (memberId, sessionId, signIn, way, once, _now, storedToken) => {
    if (wasUsed(kept, once)) return 'used'
    const session = kept.sessions.get(sessionId)
    const member = kept.members.get(memberId)
    if (session === undefined || member?.status !== 'active') return 'session_ended'
    if (!member.ways.includes(way)) return 'conflict'
    use(kept, once)
    kept.sessions.set(sessionId, { ...session, signIn })
    if (signIn.identity !== undefined) keepOn(kept, signIn.identity, storedToken)
    return 'done'
  }
}

/** The due disconnections at a provider. */
export const dueClaims = ({ claims, reconnected }: Kept): Store['dueClaims'] => ({
  async *pages(now) {
    yield {
      due: [...claims.values()].filter(({ dueAt }) => dueAt !== undefined && dueAt <= now),
      unreadable: 0,
    }
  },
  read: async (identities, now) => ({
    claims: identities.flatMap((identity) => {
      const claim = claims.get(nameOf(identity))
      return claim?.dueAt !== undefined && claim.dueAt <= now ? [claim] : []
    }),
    unreadable: 0,
  }),
  async take(claim, until) {
    const found = claims.get(nameOf(claim))
    if (found?.state !== claim.state || found.dueAt?.getTime() !== claim.dueAt?.getTime()) return false
    const attempts = (found.attempts ?? 0) + 1
    claims.set(nameOf(claim), { ...found, state: 'disconnecting', dueAt: until, attempts })
    reconnected.delete(nameOf(claim))
    return true
  },
  async giveUp(identity, owner) {
    const owned = owner === undefined ? {} : { memberId: owner }
    claims.set(nameOf(identity), {
      ...identity,
      state: owner ? 'unlinked_by_provider' : 'not_revocable',
      ...owned,
    })
  },
})
