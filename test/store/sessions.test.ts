import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import type { MemberStatus, Session } from '../../lib/domain/member.ts'
import { identityWay } from '../../lib/domain/member.ts'
import { keys } from '../../lib/store/schema.ts'
import { freshTable } from '../support/database.ts'
import { expectInvariants } from '../support/scan.ts'
import {
  memberId,
  minutes,
  now,
  once,
  pendingOf,
  registrationOf,
  sessionId,
  sessionOf,
  somebody,
} from './cast.ts'

const { client, tableName, store } = await freshTable()

/** A member who has just signed up, with the session of that moment. */
async function newcomer() {
  const person = somebody()
  const pending = pendingOf(person)
  const registration = registrationOf(person, pending)
  await store.pendingConnections.keep(pending, once(), minutes(30))
  await store.registrations.complete(registration, now)
  return { ...registration, person, way: identityWay(person.identity), memberId: registration.member.id }
}

const setStatus = (of: Parameters<typeof keys.member>[0], status: MemberStatus) =>
  client.send(
    new UpdateCommand({
      TableName: tableName,
      Key: { ...keys.member(of) },
      UpdateExpression: 'SET #status = :status, #until = :until',
      ExpressionAttributeNames: { '#status': 'status', '#until': 'restorableUntil' },
      ExpressionAttributeValues: { ':status': status, ':until': minutes(99).getTime() },
    }),
  )

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
    expect(await store.sessions.open(session, way, once())).toEqual({ kind: 'opened' })
    const { id, externalId, status, sessionsValidFrom } = member
    expect(await store.sessions.find(memberId, session.id)).toEqual({
      session,
      gate: { id, externalId, status, sessionsValidFrom },
    })
    await expectInvariants(client, tableName)
  })

  test('uses up the transaction, and the native access token', async () => {
    const { memberId, person, way } = await newcomer()
    const open = (with_: ReturnType<typeof once>) =>
      store.sessions.open(sessionOf(memberId, person), way, with_)
    const accessToken = { hash: `hash-${memberId}`, expiresAt: minutes(60) }
    const first = once({ accessToken })
    expect(await open(first)).toEqual({ kind: 'opened' })
    expect(await open(once({ transactionId: first.transactionId }))).toEqual({ kind: 'used' })
    expect(await open(once({ accessToken }))).toEqual({ kind: 'used' })
    expect(await open(once())).toEqual({ kind: 'opened' })
  })

  test('that is refused uses nothing up', async () => {
    const { memberId: id, person, way } = await newcomer()
    const one = once()
    expect(await store.sessions.open(sessionOf(memberId(), person), way, one)).toEqual({ kind: 'moved' })
    expect(await store.sessions.open(sessionOf(id, person), way, one)).toEqual({ kind: 'opened' })
  })

  test('after an effect that wrote its transaction needs none', async () => {
    const { memberId, person, way } = await newcomer()
    const open = () => store.sessions.open(sessionOf(memberId, person), way, 'written_before')
    expect([await open(), await open()]).toEqual([{ kind: 'opened' }, { kind: 'opened' }])
  })

  test('by a way that the member does not have says that the facts moved', async () => {
    const { memberId, person } = await newcomer()
    const other = identityWay(somebody().identity)
    expect(await store.sessions.open(sessionOf(memberId, person), other, once())).toEqual({ kind: 'moved' })
    expect(await store.sessions.open(sessionOf(memberId, person), 'phone', once())).toEqual({ kind: 'moved' })
  })

  test('as of a moment before all sessions were ended says that the facts moved', async () => {
    const { memberId, person, way } = await newcomer()
    await store.sessions.endAll(memberId, minutes(1))
    expect(await store.sessions.open(sessionOf(memberId, person), way, once())).toEqual({ kind: 'moved' })
    const later = sessionOf(memberId, person, { createdAt: minutes(2) })
    expect(await store.sessions.open(later, way, once())).toEqual({ kind: 'opened' })
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
    const validFrom = async () => (await store.sessions.find(memberId, session.id))?.gate.sessionsValidFrom
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

describe('a member by its session', () => {
  test('comes with all its identities, past older sessions', async () => {
    const { memberId, person, way, member, identity } = await newcomer()
    const sessions = Array.from({ length: 5 }, () => sessionOf(memberId, person))
    for (const session of sessions) await store.sessions.open(session, way, once())
    for (const { id } of sessions) {
      expect(await store.members.findBySession(memberId, id, now)).toEqual({ member, identities: [identity] })
    }
  })

  test('is nobody for a session that is absent, ended, run out or of another member', async () => {
    const { memberId: id, session } = await newcomer()
    const other = await newcomer()
    expect(await store.members.findBySession(id, sessionId(), now)).toBeUndefined()
    expect(await store.members.findBySession(id, other.session.id, now)).toBeUndefined()
    expect(await store.members.findBySession(memberId(), session.id, now)).toBeUndefined()
    expect(await store.members.findBySession(id, session.id, session.idleExpiresAt)).toBeUndefined()
    await store.sessions.endAll(id, now)
    expect(await store.members.findBySession(id, session.id, now)).toBeUndefined()
  })

  test('is nobody when the member is not active', async () => {
    const { memberId, session } = await newcomer()
    await setStatus(memberId, 'deactivated')
    expect(await store.members.findBySession(memberId, session.id, now)).toBeUndefined()
  })

  test('is found on a later page, too', async () => {
    const { memberId, person, way, session } = await newcomer()
    const wide = (count: number) => ({
      ...person,
      identity: { ...person.identity },
      label: 'x'.repeat(count),
    })
    // 40 old sessions of 30 KB are more than the 1 MB of a page.
    const old = Array.from({ length: 40 }, () =>
      sessionOf(memberId, person, { refreshHash: wide(30_000).label }),
    )
    for (const one of old) await store.sessions.open(one, way, once())
    const newest = sessionOf(memberId, person)
    await store.sessions.open(newest, way, once())
    expect(await store.members.findBySession(memberId, newest.id, now)).toBeDefined()
    expect(await store.members.findBySession(memberId, session.id, now)).toBeDefined()
  })
})
