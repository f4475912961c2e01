import { describe, expect, test } from 'vitest'
import type { Session } from '../../../lib/domain/member/member.ts'
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
  test('lets an active member in by a way of its own', async () => {
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

  test('uses up the transaction, and the native access token', async () => {
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

  test('that is refused uses nothing up', async () => {
    const { memberId: id, person, way } = await newcomer()
    const one = once()
    expect(await store.sessions.open(sessionOf(memberId(), person), way, one)).toEqual({ kind: 'moved' })
    expect(await store.sessions.open(sessionOf(id, person), way, one)).toEqual({ kind: 'opened', lacks: [] })
  })

  test('after an effect that wrote its transaction needs none', async () => {
    const { memberId, person, way } = await newcomer()
    const open = () => store.sessions.open(sessionOf(memberId, person), way, 'written_before')
    expect([await open(), await open()]).toEqual([
      { kind: 'opened', lacks: [] },
      { kind: 'opened', lacks: [] },
    ])
  })

  test('by a way that the member does not have says that the facts moved', async () => {
    const { memberId, person } = await newcomer()
    const other = identityMethod(somebody().identity)
    expect(await store.sessions.open(sessionOf(memberId, person), other, once())).toEqual({ kind: 'moved' })
    expect(await store.sessions.open(sessionOf(memberId, person), 'phone', once())).toEqual({ kind: 'moved' })
  })

  test('as of a moment before all sessions were ended says that the facts moved', async () => {
    const { memberId, person, way } = await newcomer()
    await store.sessions.endAll(memberId, minutes(1))
    expect(await store.sessions.open(sessionOf(memberId, person), way, once())).toEqual({ kind: 'moved' })
    const later = sessionOf(memberId, person, { createdAt: minutes(2) })
    expect(await store.sessions.open(later, way, once())).toEqual({ kind: 'opened', lacks: [] })
  })

  test.each(['deactivated', 'suspended', 'withdrawn', 'merged'] as const)(
    'of a %s member gives the gate instead',
    async (status) => {
      const { memberId, person, way, member } = await newcomer()
      await setStatus(memberId, status)
      const { id, externalId, sessionsValidFrom } = member
      expect(await store.sessions.open(sessionOf(memberId, person), way, once())).toEqual({
        kind: 'not_active',
        member: { id, externalId, status, sessionsValidFrom, restorableUntil: minutes(99) },
      })
      // Nothing but the gate was changed: the scan after other tests would find half a farewell.
      await setStatus(memberId, 'active')
    },
  )
})

describe('renewing a session', () => {
  test('moves it on, once per generation', async () => {
    const { session, memberId } = await newcomer()
    expect(await store.sessions.rotate(next(session), 0)).toBe('rotated')
    expect(await store.sessions.rotate(next(session), 0)).toBe('moved_on')
    expect((await store.sessions.find(memberId, session.id))?.session).toEqual(next(session))
  })

  test('is over when it has run out, though its row is still there', async () => {
    const { session } = await newcomer()
    const idle = next(session, { rotatedAt: session.idleExpiresAt })
    expect(await store.sessions.rotate(idle, 0)).toBe('moved_on')
    const total = next(session, { rotatedAt: session.absoluteExpiresAt })
    expect(await store.sessions.rotate(total, 0)).toBe('moved_on')
  })

  test('is refused to a member who is not active, or whose sessions were ended', async () => {
    const suspended = await newcomer()
    await setStatus(suspended.memberId, 'suspended')
    expect(await store.sessions.rotate(next(suspended.session), 0)).toBe('not_active')
    const ended = await newcomer()
    await store.sessions.endAll(ended.memberId, now)
    expect(await store.sessions.rotate(next(ended.session), 0)).toBe('not_active')
  })

  test('of a session that is not there makes none', async () => {
    const { session, memberId } = await newcomer()
    await store.sessions.end(memberId, session.id)
    expect(await store.sessions.rotate(next(session), 0)).toBe('moved_on')
    expect(await store.sessions.find(memberId, session.id)).toBeUndefined()
  })
})

describe('ending', () => {
  test('one session gives it back once, and leaves the others', async () => {
    const { session, memberId, person, way } = await newcomer()
    const other = sessionOf(memberId, person)
    await store.sessions.open(other, way, once())
    expect(await store.sessions.end(memberId, session.id)).toEqual(session)
    expect(await store.sessions.end(memberId, session.id)).toBeUndefined()
    expect((await store.sessions.find(memberId, other.id))?.session).toEqual(other)
  })

  test('all sessions reaches every one opened until now, and never reaches back', async () => {
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

  test('what is not there makes nothing', async () => {
    const nobody = memberId()
    expect(await store.sessions.end(nobody, sessionId())).toBeUndefined()
    await store.sessions.endAll(nobody, now)
    await expectInvariants(client, tableName)
  })
})
