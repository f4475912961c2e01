import type { BlockedValue } from '../../lib/domain/leaving/closing-policy.ts'
import { isAlive } from '../../lib/domain/session/session.ts'
import { defined } from '../../lib/domain/values/defined.ts'
import { after, lifetimes } from '../../lib/domain/values/lifetimes.ts'
import type { Erasures, Withdrawals } from '../../lib/flows/ports/store.ts'
import { type Kept, leave, nameOf } from './kept.ts'

/** Withdrawals, over plain maps. No method waits, so every method is one transaction. */
export const withdrawals = (kept: Kept): Withdrawals => ({
  async begin({ member: { id, version }, closed, gone, by, deactivationId, identities, ...dates }, now) {
    const member = kept.members.get(id)
    if (member === undefined) return 'conflict'
    if (by !== 'operator') {
      const session = kept.sessions.get(by.sessionId)
      if (member.status !== 'active' || session === undefined || !isAlive(session, member, now)) {
        return 'session_ended'
      }
    }
    if (member.version !== version) return 'conflict'
    const { restorableUntil, rejoinFrom, event } = dates
    const { email: _, phone: _phone, ...rest } = member
    kept.members.set(id, {
      ...rest,
      ...closed.after,
      status: 'withdrawn',
      version: version + 1,
      credentialsVersion: member.credentialsVersion + 1,
      restorableUntil,
      rejoinFrom,
    })
    kept.rejoinFrom.set(id, rejoinFrom)
    kept.pauses.set(id, { ...kept.pauses.get(id), deactivationId })
    const goes = new Set(gone.map(nameOf))
    for (const claim of gone) kept.claims.delete(nameOf(claim))
    const stay = (kept.identities.get(id) ?? []).filter((one) => !goes.has(nameOf(one)))
    kept.identities.set(
      id,
      stay.map((one) => ({ endedAt: now, ...one })),
    )
    for (const { identity, shared, event: unlinked } of identities) {
      const dueAt = after(now, lifetimes.ending)
      const recorded = kept.claims.get(nameOf(identity))?.shared
      const isShared = shared === 'as_recorded' ? recorded : shared
      kept.claims.set(nameOf(identity), {
        ...identity,
        state: 'disconnecting',
        memberId: id,
        ...defined({ shared: isShared }),
        dueAt,
      })
      kept.events.push(unlinked)
    }
    kept.events.push(event)
    leave(kept, dates.messages)
    return 'withdrawn'
  },
})

/** Members after their grace period, in the same maps. */
export const erasures = ({ members, events }: Kept): Erasures => ({
  async *pages(now) {
    const due = [...members.values()]
      .filter(
        ({ status, restorableUntil }) => status === 'withdrawn' && restorableUntil && restorableUntil <= now,
      )
      .map(({ id }) => id)
    yield { due, unreadable: 0 }
  },
  async erase(id, event, _now, discardUploads) {
    const member = members.get(id)
    if (member === undefined) return 'left_alone'
    if ((await discardUploads?.(member)) === 'not_yet') return 'more'
    members.delete(id)
    events.push(event)
    return 'erased'
  },
})

/** The latest rejoin block of a person. */
export const latestBar = ({ rejoinBlocks }: Kept, values: readonly BlockedValue[]): Date | undefined =>
  values
    .flatMap(({ of, value }) => rejoinBlocks.get(`${of} ${value}`) ?? [])
    .toSorted((a, b) => a.getTime() - b.getTime())
    .at(-1)
