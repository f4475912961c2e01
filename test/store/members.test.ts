import { describe, expect, test } from 'vitest'
import { memberId, now, once, sessionId, sessionOf } from './cast.ts'
import { freshScene } from './scene.ts'

const { store, newcomer, setStatus, endSessions } = await freshScene()

describe('a member read by its session', () => {
  test('comes with all its identities, past older sessions', async () => {
    const { memberId, person, way, member, identity } = await newcomer()
    const sessions = Array.from({ length: 5 }, () => sessionOf(memberId, person))
    for (const session of sessions) await store.sessions.open(session, way, once())
    for (const session of sessions) {
      const identities = [{ ...identity, lastUsedAt: session.createdAt }]
      const record = { member, identities, ended: [], passkeys: [], providerProfiles: [], session }
      expect(await store.members.findBySession(memberId, session.id, now)).toEqual(record)
    }
  })

  test('is nobody for an absent, ended or expired session, and for a session of another member', async () => {
    const { memberId: id, session } = await newcomer()
    const other = await newcomer()
    expect(await store.members.findBySession(id, sessionId(), now)).toBeUndefined()
    expect(await store.members.findBySession(id, other.session.id, now)).toBeUndefined()
    expect(await store.members.findBySession(memberId(), session.id, now)).toBeUndefined()
    expect(await store.members.findBySession(id, session.id, session.idleExpiresAt)).toBeUndefined()
    await endSessions(id)
    expect(await store.members.findBySession(id, session.id, now)).toBeUndefined()
  })

  test('is nobody when the member is not active', async () => {
    const { memberId, session } = await newcomer()
    await setStatus(memberId, 'deactivated')
    expect(await store.members.findBySession(memberId, session.id, now)).toBeUndefined()
  })

  test('is also found on a later page', async () => {
    const { memberId, person, way, session } = await newcomer()
    // 40 old sessions of 30 KB exceed the 1 MB of a page.
    const old = Array.from({ length: 40 }, () =>
      sessionOf(memberId, person, { refreshHash: 'x'.repeat(30_000) }),
    )
    for (const one of old) await store.sessions.open(one, way, once())
    const newest = sessionOf(memberId, person)
    await store.sessions.open(newest, way, once())
    expect(await store.members.findBySession(memberId, newest.id, now)).toBeDefined()
    expect(await store.members.findBySession(memberId, session.id, now)).toBeDefined()
  })
})
