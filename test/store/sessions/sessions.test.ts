import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import type { Limit, LimitedAttempt } from '../../../lib/domain/limits/limit.ts'
import type { LateRetry, Session } from '../../../lib/domain/member/member.ts'
import { identityMethod } from '../../../lib/domain/member/member.ts'
import type { MemberId } from '../../../lib/domain/values/ids.ts'
import { type Key, keys } from '../../../lib/store/table/schema.ts'
import { sure } from '../../support/people.ts'
import { expectInvariants } from '../../support/scan.ts'
import { addingOf, memberId, minutes, now, once, sessionId, sessionOf, somebody } from '../cast.ts'
import { freshScene } from '../scene.ts'

const { client, tableName, store, newcomer, byAddress, setStatus, endSessions } = await freshScene()

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
    const { id, externalId, status, credentialsVersion } = member
    expect(await store.sessions.find(memberId, session.id)).toEqual({
      session,
      authState: { id, externalId, status, credentialsVersion },
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

  test('after the end of all sessions carries the version after it, and the claim knows it for the next time', async () => {
    const { memberId, person, way } = await newcomer()
    await endSessions(memberId)
    const session = sessionOf(memberId, person)
    expect(await store.sessions.open(session, way, once())).toEqual({ kind: 'opened', lacks: [] })
    const found = await store.sessions.find(memberId, session.id)
    expect(found?.session).toEqual({ ...session, credentialsVersion: 1 })
    expect(await store.identityClaims.find(person.identity)).toMatchObject({ credentialsVersion: 1 })
  })

  test('under a version that the member does not have yet carries the member’s own', async () => {
    const { memberId, person, way } = await newcomer()
    const session = sessionOf(memberId, person, { credentialsVersion: 7 })
    expect(await store.sessions.open(session, way, once())).toEqual({ kind: 'opened', lacks: [] })
    expect((await store.sessions.find(memberId, session.id))?.session.credentialsVersion).toBe(0)
  })

  test('needs the password that was compared', async () => {
    const { memberId } = await byAddress()
    const open = (passwordHash: string, credentialsVersion = 0) =>
      store.sessions.open(
        sessionOf(memberId, somebody(), { credentialsVersion, signIn: { authTime: now, amr: ['pwd'] } }),
        { passwordHash },
        'written_before',
      )
    expect(await open('$argon2id$hash')).toEqual({ kind: 'opened', lacks: [] })
    expect(await open('$argon2id$another')).toEqual({ kind: 'conflict' })
    expect(await open('$argon2id$another', 7)).toEqual({ kind: 'conflict' })
    await endSessions(memberId)
    expect(await open('$argon2id$hash')).toEqual({ kind: 'opened', lacks: [] })
  })

  test('by password needs room in the limits of wrong ones, also when they fill meanwhile', async () => {
    const { memberId } = await byAddress()
    const limit: Limit = {
      name: 'guesses',
      max: 2,
      windowSeconds: 600,
      pauses: { firstSeconds: 60, longestSeconds: 60 },
    }
    const attempt = { limit, key: somebody().email }
    const open = (within: readonly LimitedAttempt[], at = now) =>
      store.sessions.open(
        sessionOf(memberId, somebody(), { createdAt: at, signIn: { authTime: at, amr: ['pwd'] } }),
        { passwordHash: '$argon2id$hash', within },
        'written_before',
      )
    expect(await open([attempt])).toMatchObject({ kind: 'opened' })
    const [seen] = await store.limits.look([attempt], now)
    for (let guess = 0; guess < limit.max; guess += 1) await store.limits.spend([attempt], now)
    expect(await open([attempt])).toEqual({ kind: 'exhausted' })
    expect(await open(seen === undefined ? [] : [seen])).toEqual({ kind: 'exhausted' })
    // A pause lets one more pass, as it was seen, and no second one beside it.
    const later = minutes(1)
    const afterPause = await store.limits.look([attempt], later)
    expect(await open(afterPause, later)).toMatchObject({ kind: 'opened' })
    await store.limits.spend([attempt], later)
    expect(await open(afterPause, later)).toEqual({ kind: 'exhausted' })
  })

  test('by password is a conflict for a member without one', async () => {
    const { memberId, person } = await newcomer()
    const open = store.sessions.open(sessionOf(memberId, person), { passwordHash: '$argon2id$hash' }, once())
    expect(await open).toEqual({ kind: 'conflict' })
  })

  test.each(['deactivated', 'suspended', 'withdrawn', 'merged'] as const)(
    'of a %s member gives the state of that member instead',
    async (status) => {
      const { memberId, person, way, member } = await newcomer()
      await setStatus(memberId, status)
      const { id, externalId, credentialsVersion } = member
      expect(await store.sessions.open(sessionOf(memberId, person), way, once())).toEqual({
        kind: 'not_active',
        member: { id, externalId, status, credentialsVersion, restorableUntil: minutes(99) },
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
    await endSessions(ended.memberId)
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

  test('all sessions reaches every session until now, whatever a clock says, and no later one', async () => {
    const { memberId, session, person, way } = await newcomer()
    const ahead = sessionOf(memberId, person, { createdAt: minutes(30) })
    await store.sessions.open(ahead, way, once())
    expect(await store.sessions.endAll({ memberId, sessionId: session.id }, now)).toEqual(session)
    expect(await store.members.findBySession(memberId, ahead.id, now)).toBeUndefined()
    const behind = sessionOf(memberId, person, { createdAt: minutes(-30) })
    await store.sessions.open(behind, way, once())
    expect(await store.members.findBySession(memberId, behind.id, now)).toBeDefined()
  })

  test('all sessions raises the version of the member', async () => {
    const { memberId, session, person, way } = await newcomer()
    await store.sessions.endAll({ memberId, sessionId: session.id }, now)
    const later = sessionOf(memberId, person)
    await store.sessions.open(later, way, once())
    const record = await store.members.findBySession(memberId, later.id, minutes(1))
    expect(record?.member).toMatchObject({ version: 2, credentialsVersion: 1 })
  })

  test('all sessions is for a live session alone', async () => {
    const { memberId, session, person, way } = await newcomer()
    const other = sessionOf(memberId, person)
    await store.sessions.open(other, way, once())
    const by = { memberId, sessionId: session.id }
    expect(await store.sessions.endAll(by, session.idleExpiresAt)).toBeUndefined()
    await store.sessions.end(memberId, session.id)
    expect(await store.sessions.endAll(by, now)).toBeUndefined()
    expect(await store.members.findBySession(memberId, other.id, now)).toBeDefined()
  })

  test('all sessions twice ends them once', async () => {
    const { memberId, session, person, way } = await newcomer()
    const other = sessionOf(memberId, person)
    await store.sessions.open(other, way, once())
    const both = [session, other].map(({ id }) => store.sessions.endAll({ memberId, sessionId: id }, now))
    expect((await Promise.all(both)).filter((ended) => ended !== undefined)).toHaveLength(1)
  })

  test('an absent session writes nothing', async () => {
    const nobody = memberId()
    expect(await store.sessions.end(nobody, sessionId())).toBeUndefined()
    expect(await store.sessions.endAll({ memberId: nobody, sessionId: sessionId() }, now)).toBeUndefined()
    await expectInvariants(client, tableName)
  })
})

describe('rows of release 0.1', () => {
  /** A member as 0.1 stored it, whose sessions until `validFrom` had ended. */
  async function oldMember(validFrom: Date) {
    const { memberId, session, person, way } = await newcomer()
    await change(keys.member(memberId), 'SET #from = :value REMOVE #version', {
      ...version,
      '#from': 'sessionsValidFrom',
      ':value': validFrom.getTime(),
    })
    await change(keys.identityClaim(person.identity), 'REMOVE #version', version)
    await asOld(memberId, session)
    return { memberId, session, person, way }
  }

  const asOld = (memberId: MemberId, { id }: Pick<Session, 'id'>) =>
    change(keys.session(memberId, id), 'REMOVE #version', version)

  const version = { '#version': 'credentialsVersion' }

  async function change(key: Key, UpdateExpression: string, parts: Record<string, string | number>) {
    const all = Object.entries(parts)
    const starting = (mark: string) => all.filter(([name]) => name.startsWith(mark))
    const names = starting('#').map(([name, value]) => [name, String(value)])
    await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { ...key },
        UpdateExpression,
        ExpressionAttributeNames: Object.fromEntries(names),
        ...(starting(':').length > 0 && { ExpressionAttributeValues: Object.fromEntries(starting(':')) }),
      }),
    )
  }

  test('count as version 0: sessions go on, are renewed, change the member, and end', async () => {
    const { memberId, session, person, way } = await oldMember(now)
    expect((await store.sessions.find(memberId, session.id))?.session).toEqual(session)
    expect(await store.sessions.rotate(next(session), 0)).toBe('rotated')
    expect(await store.sessions.open(sessionOf(memberId, person), way, once())).toMatchObject({
      kind: 'opened',
    })
    expect(await store.links.add(addingOf(somebody(), session), once(), now)).toBe('linked')
    expect(await store.sessions.endAll({ memberId, sessionId: session.id }, now)).toBeDefined()
    const { member, sessions } = sure(await store.sessions.list(memberId))
    expect(member.credentialsVersion).toBe(1)
    expect(sessions.map(({ credentialsVersion }) => credentialsVersion)).toEqual([0])
  })

  test('stay ended where the time had ended them, and never come back', async () => {
    const { memberId, session } = await oldMember(minutes(1))
    const by = { memberId, sessionId: session.id }
    expect(await store.sessions.find(memberId, session.id)).toBeUndefined()
    expect(await store.members.findBySession(memberId, session.id, minutes(2))).toBeUndefined()
    expect(await store.sessions.endAll(by, minutes(2))).toBeUndefined()
    expect(sure(await store.sessions.list(memberId)).sessions).toEqual([])
    await endSessions(memberId)
    expect(await store.members.findBySession(memberId, session.id, minutes(2))).toBeUndefined()
  })

  test('show a session that was restarted under its first time', async () => {
    const { memberId, session } = await oldMember(minutes(1))
    await change(keys.session(memberId, session.id), 'SET #created = :created, #first = :first', {
      '#created': 'createdAt',
      ':created': minutes(1).getTime(),
      '#first': 'firstOpenedAt',
      ':first': now.getTime(),
    })
    const found = await store.members.findBySession(memberId, session.id, minutes(2))
    expect(found?.session).toEqual({ ...session, createdAt: now, othersEndedAt: minutes(1) })
    expect(await store.sessions.end(memberId, session.id)).toEqual(found?.session)
  })
})
