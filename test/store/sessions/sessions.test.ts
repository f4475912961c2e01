import { describe, expect, test } from 'vitest'
import type { LateRetry, Session } from '../../../lib/domain/member/member.ts'
import { identityMethod } from '../../../lib/domain/member/member.ts'
import { expectInvariants } from '../../support/scan.ts'
import { memberId, minutes, now, once, sessionId, sessionOf, somebody } from '../cast.ts'
import { freshScene } from '../scene.ts'

const { client, tableName, store, newcomer, setStatus } = await freshScene()

const next = (session: Session, more: Partial<Session> = {}): Session => ({
  ...session,
  generation: session.generation + 1,
  refreshHash: `hash-${session.generation + 1}`,
  rotatedAt: minutes(1),
  idleExpiresAt: minutes(100),
  ...more,
})

describe('opening a session', () => {
  test('signs an active member in by an own method', async () => {
    const { memberId, person, way, member } = await newcomer()
    const session = sessionOf(memberId, person)
    expect(await store.sessions.open(session, way, once())).toEqual({ kind: 'opened', lacks: [] })
    const { id, externalId, status, sessionsValidFrom } = member
    expect(await store.sessions.find(memberId, session.id)).toEqual({
      session,
      authState: { id, externalId, status, sessionsValidFrom },
    })
    await expectInvariants(client, tableName)
  })

  test('consumes the OAuth request, and the native access token', async () => {
    const { memberId, person, way } = await newcomer()
    const open = (with_: ReturnType<typeof once>) =>
      store.sessions.open(sessionOf(memberId, person), way, with_)
    const accessToken = { hash: `hash-${memberId}`, expiresAt: minutes(60) }
    const first = once({ accessToken })
    expect(await open(first)).toEqual({ kind: 'opened', lacks: [] })
    expect(await open(once({ transactionId: first.transactionId }))).toEqual({ kind: 'used' })
    expect(await open(once({ accessToken }))).toEqual({ kind: 'used' })
    expect(await open(once())).toEqual({ kind: 'opened', lacks: [] })
  })

  test('consumes nothing when it is refused', async () => {
    const { memberId: id, person, way } = await newcomer()
    const one = once()
    expect(await store.sessions.open(sessionOf(memberId(), person), way, one)).toEqual({ kind: 'conflict' })
    expect(await store.sessions.open(sessionOf(id, person), way, one)).toEqual({ kind: 'opened', lacks: [] })
  })

  test('after another write of the OAuth request consumes nothing more', async () => {
    const { memberId, person, way } = await newcomer()
    const open = () => store.sessions.open(sessionOf(memberId, person), way, 'written_before')
    expect([await open(), await open()]).toEqual([
      { kind: 'opened', lacks: [] },
      { kind: 'opened', lacks: [] },
    ])
  })

  test('by a method that the member lacks is a conflict', async () => {
    const { memberId, person } = await newcomer()
    const other = identityMethod(somebody().identity)
    expect(await store.sessions.open(sessionOf(memberId, person), other, once())).toEqual({
      kind: 'conflict',
    })
    expect(await store.sessions.open(sessionOf(memberId, person), 'phone', once())).toEqual({
      kind: 'conflict',
    })
  })

  test('before the end of all sessions is a conflict', async () => {
    const { memberId, person, way } = await newcomer()
    await store.sessions.endAll(memberId, minutes(1))
    expect(await store.sessions.open(sessionOf(memberId, person), way, once())).toEqual({ kind: 'conflict' })
    const later = sessionOf(memberId, person, { createdAt: minutes(2) })
    expect(await store.sessions.open(later, way, once())).toEqual({ kind: 'opened', lacks: [] })
  })

  test.each(['deactivated', 'suspended', 'withdrawn', 'merged'] as const)(
    'of a %s member gives the state of that member instead',
    async (status) => {
      const { memberId, person, way, member } = await newcomer()
      await setStatus(memberId, status)
      const { id, externalId, sessionsValidFrom } = member
      expect(await store.sessions.open(sessionOf(memberId, person), way, once())).toEqual({
        kind: 'not_active',
        member: { id, externalId, status, sessionsValidFrom, restorableUntil: minutes(99) },
      })
      // Only the member's state was changed. The scan after other tests would find half a withdrawal.
      await setStatus(memberId, 'active')
    },
  )
})

describe('renewing a session', () => {
  test('renews the session once per generation', async () => {
    const { session, memberId } = await newcomer()
    expect(await store.sessions.rotate(next(session), 0)).toBe('rotated')
    expect(await store.sessions.rotate(next(session), 0)).toBe('moved_on')
    expect((await store.sessions.find(memberId, session.id))?.session).toEqual(next(session))
  })

  test('is refused for an expired session, even while its row exists', async () => {
    const { session } = await newcomer()
    const idle = next(session, { rotatedAt: session.idleExpiresAt })
    expect(await store.sessions.rotate(idle, 0)).toBe('moved_on')
    const total = next(session, { rotatedAt: session.absoluteExpiresAt })
    expect(await store.sessions.rotate(total, 0)).toBe('moved_on')
  })

  test('is refused for an inactive member, and after all sessions ended', async () => {
    const suspended = await newcomer()
    await setStatus(suspended.memberId, 'suspended')
    expect(await store.sessions.rotate(next(suspended.session), 0)).toBe('not_active')
    const ended = await newcomer()
    await store.sessions.endAll(ended.memberId, now)
    expect(await store.sessions.rotate(next(ended.session), 0)).toBe('not_active')
  })

  test('of an absent session makes none', async () => {
    const { session, memberId } = await newcomer()
    await store.sessions.end(memberId, session.id)
    expect(await store.sessions.rotate(next(session), 0)).toBe('moved_on')
    expect(await store.sessions.find(memberId, session.id)).toBeUndefined()
  })
})

describe('a late retry', () => {
  const retry = (count: number, more: Partial<LateRetry> = {}): LateRetry => ({
    generation: 0,
    count,
    at: minutes(1),
    ...more,
  })

  test('is recorded once for a session as it was read', async () => {
    const { session, memberId } = await newcomer()
    const record = (of: Session, lateRetry: LateRetry) => store.sessions.recordLateRetry(of, lateRetry)
    const both = await Promise.all([record(session, retry(1)), record(session, retry(1))])
    expect(both.toSorted()).toEqual(['moved_on', 'recorded'])
    const read = (await store.sessions.find(memberId, session.id))?.session
    expect(read).toEqual({ ...session, lateRetry: retry(1) })
    expect(await record({ ...session, lateRetry: retry(1) }, retry(2))).toBe('recorded')
    expect(await record({ ...session, lateRetry: retry(1) }, retry(2))).toBe('moved_on')
  })

  test('is refused after a renewal, the end and the expiry of the session', async () => {
    const { session, memberId } = await newcomer()
    const late = retry(1, { at: session.idleExpiresAt })
    expect(await store.sessions.recordLateRetry(session, late)).toBe('moved_on')
    await store.sessions.rotate(next(session), 0)
    expect(await store.sessions.recordLateRetry(session, retry(1))).toBe('moved_on')
    await store.sessions.end(memberId, session.id)
    expect(await store.sessions.recordLateRetry(next(session), retry(1))).toBe('moved_on')
    expect(await store.sessions.find(memberId, session.id)).toBeUndefined()
  })

  test('stays known over a renewal', async () => {
    const { session, memberId } = await newcomer()
    await store.sessions.recordLateRetry(session, retry(2))
    expect(await store.sessions.rotate(next(session), 0)).toBe('rotated')
    expect((await store.sessions.find(memberId, session.id))?.session.lateRetry).toEqual(retry(2))
  })

  test('follows a jump to the generation of a newer token', async () => {
    const { session, memberId } = await newcomer()
    const ahead = next(session, { generation: 9, refreshHash: 'hash-9' })
    expect(await store.sessions.rotate(ahead, 0)).toBe('rotated')
    expect((await store.sessions.find(memberId, session.id))?.session).toEqual(ahead)
  })
})

describe('ending', () => {
  test('one session gives the session back once, and keeps the others', async () => {
    const { session, memberId, person, way } = await newcomer()
    const other = sessionOf(memberId, person)
    await store.sessions.open(other, way, once())
    expect(await store.sessions.end(memberId, session.id)).toEqual(session)
    expect(await store.sessions.end(memberId, session.id)).toBeUndefined()
    expect((await store.sessions.find(memberId, other.id))?.session).toEqual(other)
  })

  test('all sessions reaches every session until now, and no later one', async () => {
    const { memberId, session } = await newcomer()
    const validFrom = async () =>
      (await store.sessions.find(memberId, session.id))?.authState.sessionsValidFrom
    await store.sessions.endAll(memberId, now)
    expect(await validFrom()).toEqual(new Date(now.getTime() + 1))
    await store.sessions.endAll(memberId, minutes(-60))
    expect(await validFrom()).toEqual(new Date(now.getTime() + 1))
  })

  test('all sessions raises the version of the member', async () => {
    const { memberId, person, way } = await newcomer()
    await store.sessions.endAll(memberId, now)
    const later = sessionOf(memberId, person, { createdAt: minutes(1) })
    await store.sessions.open(later, way, once())
    expect((await store.members.findBySession(memberId, later.id, minutes(1)))?.member.version).toBe(2)
  })

  test('an absent session writes nothing', async () => {
    const nobody = memberId()
    expect(await store.sessions.end(nobody, sessionId())).toBeUndefined()
    await store.sessions.endAll(nobody, now)
    await expectInvariants(client, tableName)
  })
})
