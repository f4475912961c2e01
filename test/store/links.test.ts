import { afterEach, describe, expect, test } from 'vitest'
import { identityMethod, type Member } from '../../lib/domain/member/member.ts'
import { expectInvariants } from '../support/scan.ts'
import { addingOf, linkingOf, minutes, now, once, removalOf, sessionOf, somebody } from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, waiting, newcomer, byAddress, setStatus, endSessions } = await freshScene()
afterEach(() => expectInvariants(client, tableName))

const claimOf = async (of: ReturnType<typeof somebody>) =>
  (await store.identityClaims.find(of.identity))?.state

/** A member with no verified contact. */
async function unproven() {
  const person = somebody()
  const email = { value: person.email, verified: false, imported: true as const }
  return newcomer(person, { email, ways: [identityMethod(person.identity)] })
}

describe('linking a pending visit', () => {
  test('gives the member another sign-in method, and a session', async () => {
    const { member } = await newcomer()
    const person = somebody()
    const pending = await waiting(person)
    const linking = linkingOf(person, pending, member)
    expect(await store.links.complete(linking, now)).toBe('linked')
    if (linking.session.kind !== 'opens') throw new Error('no session')
    const record = await store.members.findBySession(member.id, linking.session.session.id, now)
    expect(record?.member.ways.toSorted()).toEqual(
      [...member.ways, identityMethod(person.identity)].toSorted(),
    )
    expect(record?.member.version).toBe(2)
    expect(record?.identities).toContainEqual(linking.identity)
    expect(await store.identityClaims.find(person.identity)).toMatchObject({
      state: 'linked',
      memberId: member.id,
      externalId: 'old-1',
    })
    expect(await store.pendingConnections.find(pending.id, now)).toEqual({ kind: 'ended', end: 'linked' })
  })

  test('happens once', async () => {
    const { member } = await newcomer()
    const person = somebody()
    const pending = await waiting(person)
    const responses = [1, 2].map((version) => linkingOf(person, pending, { ...member, version }))
    for (const [index, answer] of ['linked', 'used'].entries()) {
      const linking = responses[index]
      if (linking) expect(await store.links.complete(linking, now)).toBe(answer)
    }
  })

  test('verifies the values of the provider, which then sign the member in', async () => {
    const owner = await unproven()
    const person = somebody()
    const linking = linkingOf(person, await waiting(person), owner.member, {
      verifies: { email: owner.person.email, phone: owner.person.phone },
    })
    expect(await store.links.complete(linking, now)).toBe('linked')
    const found = await store.members.findByAddress({ channel: 'email', value: owner.person.email })
    expect(found?.member).toMatchObject({ email: { verified: true }, phone: { verified: true } })
    expect(found?.member.ways).toEqual(expect.arrayContaining(['email', 'phone']))
  })

  test('records a CI where the member has none, and never a second one', async () => {
    const { member, person: owner } = await newcomer()
    const [first, second] = [somebody(), somebody()]
    const different = linkingOf(first, await waiting(first), member, { ci: first.ci })
    expect(await store.links.complete(different, now)).toBe('conflict')
    const equal = linkingOf(first, await waiting(first), member, { ci: owner.ci })
    expect(await store.links.complete(equal, now)).toBe('linked')

    const nameless = await byAddress()
    const taken = linkingOf(second, await waiting(second), nameless.member, { ci: owner.ci })
    expect(await store.links.complete(taken, now)).toBe('person_known')
    const own = linkingOf(second, await waiting(second), nameless.member, { ci: second.ci })
    expect(await store.links.complete(own, now)).toBe('linked')
    expect((await store.members.findByAddress(nameless.address))?.member.ci).toBe(second.ci)
  })

  test.each([
    ['has changed since', async (member: Member) => endSessions(member.id)],
    ['is not active', async (member: Member) => setStatus(member.id, 'suspended')],
  ] as const)('decides again where the member %s', async (_, change) => {
    const { member, memberId } = await newcomer()
    const person = somebody()
    const pending = await waiting(person)
    await change(member)
    expect(await store.links.complete(linkingOf(person, pending, member), now)).toBe('conflict')
    expect(await claimOf(person)).toBe('pending')
    expect((await store.pendingConnections.find(pending.id, now))?.kind).toBe('open')
    await setStatus(memberId, 'active')
  })

  test('opens a session under the number of the member, and the claim knows it for the next sign-in', async () => {
    const { member, memberId } = await newcomer()
    await endSessions(memberId)
    const person = somebody()
    const session = sessionOf(memberId, person, { credentialsVersion: 1 })
    const pending = await waiting(person)
    const linking = linkingOf(
      person,
      pending,
      { ...member, version: 2 },
      { session: { kind: 'opens', session } },
    )
    expect(await store.links.complete(linking, now)).toBe('linked')
    expect((await store.members.findBySession(memberId, session.id, now))?.session).toEqual(session)
    expect(await store.identityClaims.find(person.identity)).toMatchObject({ credentialsVersion: 1 })
  })

  test('decides again where the number of the member was raised since', async () => {
    const { member, memberId } = await newcomer()
    const person = somebody()
    const linking = linkingOf(person, await waiting(person), { ...member, version: 2 })
    await endSessions(memberId)
    expect(await store.links.complete(linking, now)).toBe('conflict')
  })

  test('reports where the identity went meanwhile', async () => {
    const { member } = await newcomer()
    const person = somebody()
    const [first, second, third] = [await waiting(person), await waiting(person), await waiting(person)]
    expect(await store.links.complete(linkingOf(person, first, member), now)).toBe('linked')
    expect(await store.links.complete(linkingOf(person, second, { ...member, version: 2 }), now)).toBe(
      'elsewhere',
    )
    const leaving = somebody()
    const late = await waiting(leaving)
    await store.identityClaims.beginDisconnecting(leaving.identity, once(), now, false)
    expect(await store.links.complete(linkingOf(leaving, late, { ...member, version: 2 }), now)).toBe('gone')
    expect((await store.pendingConnections.find(third.id, now))?.kind).toBe('open')
  })

  test('for a signed-in member needs a live session', async () => {
    const { member, session } = await newcomer()
    const person = somebody()
    const of = { kind: 'of', session } as const
    const linking = linkingOf(person, await waiting(person), member, { session: of })
    expect(await store.links.complete(linking, session.idleExpiresAt)).toBe('session_ended')
    await store.sessions.end(member.id, session.id)
    expect(await store.links.complete(linking, now)).toBe('session_ended')
    expect(await claimOf(person)).toBe('pending')
  })
})

describe('adding an identity', () => {
  test('takes a new or pending one, and ends the visit', async () => {
    const { session, memberId } = await newcomer()
    const [fresh, known] = [somebody(), somebody()]
    const pending = await waiting(known)
    expect(await store.links.add(addingOf(fresh, session), once(), now)).toBe('linked')
    expect(await store.links.add({ ...addingOf(known, session), pending }, once(), now)).toBe('linked')
    const record = await store.members.findBySession(memberId, session.id, now)
    expect(record?.identities).toHaveLength(3)
    expect(record?.member.version).toBe(3)
    expect(await store.pendingConnections.find(pending.id, now)).toEqual({ kind: 'ended', end: 'linked' })
  })

  test('happens once per visit', async () => {
    const { session } = await newcomer()
    const visit = once()
    expect(await store.links.add(addingOf(somebody(), session), visit, now)).toBe('linked')
    expect(await store.links.add(addingOf(somebody(), session), visit, now)).toBe('used')
  })

  test('of another member, or one that is being disconnected, is decided again', async () => {
    const { session } = await newcomer()
    const other = await newcomer()
    expect(await store.links.add(addingOf(other.person, session), once(), now)).toBe('conflict')
    const leaving = somebody()
    await store.identityClaims.beginDisconnecting(leaving.identity, once(), now, false)
    expect(await store.links.add(addingOf(leaving, session), once(), now)).toBe('conflict')
  })

  test('needs a live session and an active member', async () => {
    const { session, memberId } = await newcomer()
    const add = (at = now) => store.links.add(addingOf(somebody(), session), once(), at)
    expect(await add(session.idleExpiresAt)).toBe('session_ended')
    await setStatus(memberId, 'deactivated')
    expect(await add()).toBe('session_ended')
    await setStatus(memberId, 'active')
    await endSessions(memberId)
    expect(await add(minutes(1))).toBe('session_ended')
  })
})

describe('removing an identity', () => {
  test('removes the method, and leaves the disconnection to the sweep a minute later', async () => {
    const { session, person, memberId, member } = await newcomer()
    expect(await store.links.remove({ ...removalOf(person, session), shared: true }, now)).toBe('removed')
    expect(await store.identityClaims.find(person.identity)).toEqual({
      ...person.identity,
      state: 'disconnecting',
      dueAt: minutes(1),
      shared: true,
    })
    const record = await store.members.findBySession(memberId, session.id, now)
    expect(record).toEqual({
      member: { ...member, ways: ['email'], version: 2, credentialsVersion: 1 },
      identities: [],
      passkeys: [],
      ended: [],
      providerProfiles: [],
      session: { ...session, credentialsVersion: 1 },
    })
    expect(await store.links.remove(removalOf(person, session, 2), now)).toBe('not_linked')
  })

  test('is refused for a member who changed meanwhile, and changes nothing', async () => {
    const { session, person } = await newcomer()
    await store.links.add(addingOf(somebody(), session), once(), now)
    expect(await store.links.remove(removalOf(person, session, 1), now)).toBe('conflict')
    expect(await claimOf(person)).toBe('linked')
    expect(await store.links.remove(removalOf(person, session, 2), now)).toBe('removed')
  })

  test('ends all sessions but its own and those that survive', async () => {
    const { session, person, memberId, way } = await newcomer()
    const others = Array.from({ length: 90 }, () => sessionOf(memberId, person))
    for (const other of others) await store.sessions.open(other, way, once())
    const byCode = sessionOf(memberId, person, { signIn: { authTime: now, amr: ['otp'] } })
    await store.sessions.open(byCode, 'email', 'written_before')
    const removal = { ...removalOf(person, session), survivors: [byCode] }
    expect(await store.links.remove(removal, now)).toBe('removed')
    const alive = await Promise.all(
      [session, byCode, ...others].map(({ id }) => store.members.findBySession(memberId, id, now)),
    )
    expect(alive.map((record) => record?.session.id)).toEqual([
      session.id,
      byCode.id,
      ...others.map(() => undefined),
    ])
  })

  test('is decided again when a session that is to survive has ended, and makes none of it', async () => {
    const { session, person, memberId } = await newcomer()
    const gone = sessionOf(memberId, person)
    const removal = { ...removalOf(person, session), survivors: [gone] }
    expect(await store.links.remove(removal, now)).toBe('conflict')
    expect(await store.sessions.find(memberId, gone.id)).toBeUndefined()
    expect(await claimOf(person)).toBe('linked')
  })

  test('never removes the last sign-in method', async () => {
    const person = somebody()
    const { session } = await newcomer(person, {
      email: { value: person.email, verified: false, imported: true },
      ways: [identityMethod(person.identity)],
    })
    expect(await store.links.remove(removalOf(person, session), now)).toBe('last_login_method')
    expect(await claimOf(person)).toBe('linked')
  })

  test('of another member changes nothing', async () => {
    const { session } = await newcomer()
    const other = await newcomer()
    expect(await store.links.remove(removalOf(other.person, session), now)).toBe('not_linked')
    expect(await claimOf(other.person)).toBe('linked')
  })

  test('needs a live session', async () => {
    const { session, person, memberId } = await newcomer()
    expect(await store.links.remove(removalOf(person, session), session.absoluteExpiresAt)).toBe(
      'session_ended',
    )
    await endSessions(memberId)
    expect(await store.links.remove(removalOf(person, session), now)).toBe('session_ended')
    expect(await claimOf(person)).toBe('linked')
  })

  test('allows the same identity to return after the disconnection', async () => {
    const { session, person } = await newcomer()
    await store.links.remove(removalOf(person, session), now)
    await store.identityClaims.endDisconnecting(person.identity)
    expect(await store.links.add(addingOf(person, session), once(), now)).toBe('linked')
  })
})
