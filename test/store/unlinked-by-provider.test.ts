import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { identityMethod, type Member } from '../../lib/domain/member/member.ts'
import { isAlive } from '../../lib/domain/session/session.ts'
import { survivingSessions } from '../../lib/domain/session/surviving-sessions.ts'
import type { IdentityEnd, Restoration } from '../../lib/flows/ports/store.ts'
import { sure } from '../support/people.ts'
import { expectInvariants } from '../support/scan.ts'
import {
  linkedIdentityOf,
  linkingOf,
  minutes,
  now,
  once,
  type Person,
  pendingOf,
  removalOf,
  sessionOf,
  somebody,
} from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, newcomer, waiting, setStatus, endSessions } = await freshScene()
const sound = () => expectInvariants(client, tableName)

type Newcomer = Awaited<ReturnType<typeof newcomer>>
const cutOf = ({ person, member }: Newcomer, more: Partial<IdentityEnd> = {}): IdentityEnd => ({
  identity: person.identity,
  member: { ...member, version: 1 },
  isLast: true,
  survivors: [],
  messages: [],
  event: { id: v7(), type: 'identity.unlinked', at: now, identity: person.identity },
  ...more,
})
const restorationOf = (person: Person, memberId: Member['id']): Restoration => ({
  identity: linkedIdentityOf(person),
  version: 2,
  session: sessionOf(memberId, person, { createdAt: minutes(1) }),
  event: { id: v7(), type: 'identity.linked', at: minutes(1), identity: person.identity },
  messages: [],
})

/** A member with one identity and no other lead. */
const byIdentityAlone = () => {
  const person = somebody()
  const email = { value: person.email, verified: false, imported: true as const }
  return newcomer(person, { email, ways: [identityMethod(person.identity)] })
}

describe('an unlink by the provider', () => {
  test('takes the identity from the member with its sessions, in one transaction', async () => {
    const member = await newcomer()
    expect(await store.unlinksByProvider.unlink(cutOf(member))).toBe('unlinked_by_provider')
    expect(await store.identityClaims.find(member.person.identity)).toMatchObject({
      state: 'unlinked_by_provider',
      memberId: member.memberId,
    })
    expect(await store.members.findBySession(member.memberId, member.session.id, now)).toBeUndefined()
    const left = sure(await store.sessions.list(member.memberId))
    const endedIdentities = [{ ...member.person.identity, endedBy: 'provider' }]
    expect(left.member).toMatchObject({ ways: ['email'], endedIdentities, version: 2, credentialsVersion: 1 })
    await sound()
  })

  test('is refused the second time, or for a changed member, and changes nothing', async () => {
    const member = await newcomer()
    expect(
      await store.unlinksByProvider.unlink(cutOf(member, { member: { ...member.member, version: 7 } })),
    ).toBe('conflict')
    expect((await store.identityClaims.find(member.person.identity))?.state).toBe('linked')
    expect(await store.unlinksByProvider.unlink(cutOf(member))).toBe('unlinked_by_provider')
    expect(
      await store.unlinksByProvider.unlink(cutOf(member, { member: { ...member.member, version: 2 } })),
    ).toBe('conflict')
  })

  test('of the last lead keeps the claim', async () => {
    const member = await byIdentityAlone()
    expect(await store.unlinksByProvider.unlink(cutOf(member))).toBe('unlinked_by_provider')
    expect(await store.identityClaims.find(member.person.identity)).toMatchObject({
      state: 'unlinked_by_provider',
      memberId: member.memberId,
    })
    expect(sure(await store.sessions.list(member.memberId)).member.ways).toEqual([])
    await sound()
  })

  test('ends a sign-in of the same moment, and keeps the sessions of other methods', async () => {
    const member = await newcomer()
    const { memberId, way, person } = member
    const other = sessionOf(memberId, person, { signIn: { authTime: now, amr: ['otp'] } })
    await store.sessions.open(other, 'email', 'written_before')
    const [escaping, unlinked] = await Promise.all([
      store.sessions.open(sessionOf(memberId, person), way, once()),
      store.unlinksByProvider.unlink(cutOf(member, { survivors: [other] })),
    ])
    expect(unlinked).toBe('unlinked_by_provider')
    expect(['opened', 'conflict']).toContain(escaping.kind)
    const { member: after, sessions } = sure(await store.sessions.list(memberId))
    expect(sessions.filter((session) => isAlive(session, after, now)).map(({ id }) => id)).toEqual([other.id])
  })

  test('is decided again when a session that is to survive has ended', async () => {
    const member = await newcomer()
    const { memberId, person } = member
    const other = sessionOf(memberId, person, { signIn: { authTime: now, amr: ['otp'] } })
    expect(await store.unlinksByProvider.unlink(cutOf(member, { survivors: [other] }))).toBe('conflict')
    expect(await store.sessions.find(memberId, other.id)).toBeUndefined()
    expect((await store.identityClaims.find(person.identity))?.state).toBe('linked')
  })

  test.each(['deactivated', 'suspended'] as const)('works for a member who is %s', async (status) => {
    const member = await newcomer()
    await setStatus(member.memberId, status)
    expect(await store.unlinksByProvider.unlink(cutOf(member))).toBe('unlinked_by_provider')
  })

  test('ends the sessions of however many devices, and has room for eighty that survive', async () => {
    const member = await newcomer()
    const { memberId, person } = member
    const devices = Array.from({ length: 100 }, () => sessionOf(memberId, person))
    for (const session of devices) await store.sessions.open(session, member.way, once())
    const byCode = { signIn: { authTime: now, amr: ['otp'] } }
    const others = Array.from({ length: 80 }, () => sessionOf(memberId, person, byCode))
    for (const other of others) await store.sessions.open(other, 'email', 'written_before')
    const survivors = survivingSessions(person.identity, member.member, [...devices, ...others], now)
    expect(await store.unlinksByProvider.unlink(cutOf(member, { survivors }))).toBe('unlinked_by_provider')
    const { member: after, sessions } = sure(await store.sessions.list(memberId))
    const alive = sessions.filter((session) => isAlive(session, after, now))
    expect(alive.map(({ id }) => id)).toEqual(others.map(({ id }) => id))
  })
})

describe('signing in by an unlinked identity', () => {
  test('links the identity again and opens the session', async () => {
    const member = await byIdentityAlone()
    await store.unlinksByProvider.unlink(cutOf(member))
    const back = restorationOf(member.person, member.memberId)
    expect(await store.unlinksByProvider.restore(back, once())).toEqual({ kind: 'opened' })
    expect(await store.members.findBySession(member.memberId, back.session.id, minutes(2))).toMatchObject({
      member: { ways: [member.way] },
      identities: [member.person.identity],
    })
    await sound()
  })

  test('opens the session under the number that all sessions have come to meanwhile', async () => {
    const member = await byIdentityAlone()
    await store.unlinksByProvider.unlink(cutOf(member))
    expect(await store.identityClaims.find(member.person.identity)).toMatchObject({ credentialsVersion: 1 })
    await endSessions(member.memberId)
    const asReadBefore = restorationOf(member.person, member.memberId)
    expect(await store.unlinksByProvider.restore(asReadBefore, once())).toEqual({ kind: 'conflict' })
    const back = { ...asReadBefore, version: 3 }
    expect(await store.unlinksByProvider.restore(back, once())).toEqual({ kind: 'opened' })
    expect(await store.members.findBySession(member.memberId, back.session.id, minutes(2))).toMatchObject({
      session: { credentialsVersion: 2 },
    })
    expect(await store.identityClaims.find(member.person.identity)).toMatchObject({ credentialsVersion: 2 })
  })

  test('works for one of many requests at once', async () => {
    const member = await byIdentityAlone()
    await store.unlinksByProvider.unlink(cutOf(member))
    const tries = Array.from({ length: 5 }, () =>
      store.unlinksByProvider.restore(restorationOf(member.person, member.memberId), once()),
    )
    const kinds = (await Promise.all(tries)).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'conflict', 'opened'])
    await sound()
  })

  test('is refused to a used visit, and to an inactive member', async () => {
    const member = await byIdentityAlone()
    await store.unlinksByProvider.unlink(cutOf(member))
    const spent = once()
    await store.sessions.open(sessionOf(member.memberId, member.person), member.way, spent)
    const back = restorationOf(member.person, member.memberId)
    await setStatus(member.memberId, 'suspended')
    expect(await store.unlinksByProvider.restore(back, once())).toMatchObject({
      kind: 'not_active',
      member: { status: 'suspended' },
    })
    await setStatus(member.memberId, 'active')
    expect(await store.unlinksByProvider.restore(back, spent)).toEqual({ kind: 'opened' })
    expect(
      await store.unlinksByProvider.restore(restorationOf(member.person, member.memberId), spent),
    ).toEqual({
      kind: 'used',
    })
  })

  test('leads to no other member', async () => {
    const [member, other] = [await byIdentityAlone(), await newcomer()]
    await store.unlinksByProvider.unlink(cutOf(member))
    expect(
      await store.unlinksByProvider.restore(restorationOf(member.person, other.memberId), once()),
    ).toEqual({
      kind: 'conflict',
    })
  })

  test('is also possible by adding the identity again, only for the same member', async () => {
    const [member, other] = [await byIdentityAlone(), await newcomer()]
    await store.unlinksByProvider.unlink(cutOf(member, { survivors: [member.session] }))
    const adding = ({ memberId, session }: Newcomer) => ({
      memberId,
      sessionId: session.id,
      identity: linkedIdentityOf(member.person),
      consents: [],
      event: { id: v7(), type: 'identity.linked' as const, at: now, identity: member.person.identity },
      messages: [],
    })
    expect(await store.links.add(adding(other), once(), now)).toBe('ended_elsewhere')
    expect(await store.links.add(adding(member), once(), now)).toBe('linked')
    await sound()
  })
})

describe('an ended identity', () => {
  test('is listed by its member, and removed for good on request', async () => {
    const member = await newcomer()
    await store.unlinksByProvider.unlink(cutOf(member, { survivors: [member.session] }))
    const { memberId, session, person } = member
    expect(await store.members.findBySession(memberId, session.id, now)).toMatchObject({
      identities: [],
      ended: [{ ...person.identity, endedAt: now }],
    })
    const ended = sure(await store.identityClaims.find(person.identity))
    const removal = { ...removalOf(person, session, 2), ended }
    expect(await store.links.remove({ ...removal, version: 1 }, now)).toBe('conflict')
    expect(await store.links.remove(removal, now)).toBe('removed')
    expect(await store.identityClaims.find(person.identity)).toBeUndefined()
    const { member: left } = sure(await store.members.findBySession(memberId, session.id, now))
    expect(left).not.toHaveProperty('endedIdentities')
    await sound()
  })

  test('that its person has connected again leaves the connection to the sweep', async () => {
    const member = await newcomer()
    await store.unlinksByProvider.unlink(cutOf(member, { survivors: [member.session] }))
    const { session, person } = member
    const before = sure(await store.identityClaims.find(person.identity))
    await store.identityClaims.recordReconnection(before, minutes(30))
    const removal = { ...removalOf(person, session, 2), ended: before }
    expect(await store.links.remove(removal, now)).toBe('conflict')
    const ended = sure(await store.identityClaims.find(person.identity))
    expect(await store.links.remove({ ...removal, ended }, now)).toBe('removed')
    const left = sure(await store.identityClaims.find(person.identity))
    expect(left).toMatchObject({ state: 'disconnecting', dueAt: minutes(30) })
    expect(left).not.toHaveProperty('memberId')
    await sound()
  })

  test('is released to its person once, unless its member changed', async () => {
    const member = await newcomer()
    await store.unlinksByProvider.unlink(cutOf(member, { survivors: [member.session] }))
    const { memberId, person } = member
    const event = { id: v7(), type: 'identity.unlinked', at: now, identity: person.identity } as const
    const release = (version: number) =>
      store.unlinksByProvider.release(
        {
          identity: person.identity,
          member: { ...member.member, id: memberId, version },
          shared: false,
          event,
          messages: [],
        },
        minutes(30),
      )
    expect(await release(1)).toBe('conflict')
    expect([await release(2), await release(3)]).toEqual(['released', 'conflict'])
    expect(await store.identityClaims.find(person.identity)).toEqual({
      ...person.identity,
      state: 'pending',
      credentialsVersion: 1,
      dueAt: minutes(30),
      shared: false,
    })
    await sound()
  })

  test('waits with a visit, still leads to its member, and is linked to that member by the visit', async () => {
    const member = await newcomer()
    await store.unlinksByProvider.unlink(cutOf(member, { survivors: [member.session] }))
    const { person, memberId } = member
    const pending = pendingOf(person)
    expect(await store.pendingConnections.keep(pending, once(), minutes(30))).toBe('kept')
    expect(await store.identityClaims.find(person.identity)).toMatchObject({
      state: 'unlinked_by_provider',
      memberId,
      dueAt: minutes(30),
    })
    const other = await newcomer()
    expect(await store.links.complete(linkingOf(person, pending, other.member), now)).toBe('ended_elsewhere')
    const { member: current } = sure(await store.sessions.list(memberId))
    expect(await store.links.complete(linkingOf(person, pending, current), now)).toBe('linked')
    expect(sure(await store.sessions.list(memberId)).member.ways).toContain(member.way)
    await sound()
  })

  test('of a declined visit is disconnected, and still leads to its member', async () => {
    const member = await newcomer()
    await store.unlinksByProvider.unlink(cutOf(member, { survivors: [member.session] }))
    const { person, memberId } = member
    const pending = pendingOf(person)
    await store.pendingConnections.keep(pending, once(), minutes(30))
    expect(await store.pendingConnections.decline(pending, now)).toEqual({
      kind: 'declined',
      owner: memberId,
    })
    await store.identityClaims.endDisconnecting(person.identity, memberId)
    expect(await store.identityClaims.find(person.identity)).toMatchObject({
      state: 'unlinked_by_provider',
      memberId,
    })
    await sound()
  })
})

describe('a pending visit', () => {
  test('is deleted as it was read, and not after a newer visit', async () => {
    const person = somebody()
    await waiting(person)
    const claim = sure(await store.identityClaims.find(person.identity))
    expect(await store.unlinksByProvider.forgetPending({ ...claim, dueAt: minutes(1) })).toBe('conflict')
    expect(await store.unlinksByProvider.forgetPending(claim)).toBe('forgotten')
    expect(await store.identityClaims.find(person.identity)).toBeUndefined()
    expect(await store.unlinksByProvider.forgetPending(claim)).toBe('conflict')
  })
})

describe('ending one session', () => {
  test('needs a live session, and finds only sessions of the same member', async () => {
    const [member, other] = [await newcomer(), await newcomer()]
    const by = { memberId: member.memberId, sessionId: member.session.id }
    const another = sessionOf(member.memberId, member.person)
    await store.sessions.open(another, member.way, once())
    expect(await store.sessions.endOne(by, other.session.id, now)).toBe('not_found')
    expect(await store.sessions.endOne(by, another.id, now)).toBe('ended')
    expect(await store.sessions.endOne(by, another.id, now)).toBe('not_found')
    expect(await store.sessions.endOne(by, by.sessionId, now)).toBe('ended')
    expect(await store.sessions.endOne(by, by.sessionId, now)).toBe('session_ended')
  })
})
