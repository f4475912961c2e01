import { afterEach, describe, expect, test } from 'vitest'
import { identityMethod } from '../../lib/domain/member/member.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { sure } from '../support/people.ts'
import { expectInvariants } from '../support/scan.ts'
import {
  addingOf,
  days,
  minutes,
  now,
  once,
  overdueClaims,
  pendingOf,
  sessionOf,
  somebody,
  withdrawalOf,
} from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, newcomer } = await freshScene()
afterEach(() => expectInvariants(client, tableName))

const claimOf = (person: ReturnType<typeof somebody>) => store.identityClaims.find(person.identity)

/** A member who withdrew in the session of the sign-up. */
async function left() {
  const { member, session, person, way } = await newcomer()
  const withdrawal = withdrawalOf([person], member, session)
  expect(await store.withdrawals.begin(withdrawal, now)).toBe('withdrawn')
  return { member, session, person, way, withdrawal }
}

describe('withdrawing', () => {
  test('ends every session and every identity, and keeps the leads for a restoration, in one transaction', async () => {
    const { member, session, person, way } = await left()
    const { member: after } = sure(await store.sessions.list(member.id))
    expect(after).toMatchObject({
      status: 'withdrawn',
      ways: ['email'],
      endedIdentities: [{ ...person.identity, endedBy: 'closing' }],
      version: 2,
    })
    expect(after).toMatchObject({ restorableUntil: days(30), rejoinFrom: days(40), email: member.email })
    expect(await claimOf(person)).toMatchObject({
      state: 'disconnecting',
      memberId: member.id,
      dueAt: minutes(1),
    })
    expect(await store.members.findBySession(member.id, session.id, now)).toBeUndefined()
    expect(await store.sessions.open(sessionOf(member.id, person), way, once())).toMatchObject({
      kind: 'not_active',
      member: { status: 'withdrawn', restorableUntil: days(30) },
    })
  })

  test('keeps what was verified, and frees the rest at once', async () => {
    const said = { value: somebody().email, verified: false }
    const imported = { value: somebody().email, verified: false, imported: true as const }
    for (const email of [said, imported]) {
      const own = somebody()
      const phone = { value: own.phone, verified: true, provenAt: now }
      const ways = [identityMethod(own.identity), 'phone' as const]
      const { member, session } = await newcomer(own, { email, phone, ways })
      const { member: whole } = sure(await store.sessions.list(member.id))
      expect(await store.withdrawals.begin(withdrawalOf([own], whole, session), now)).toBe('withdrawn')
      const { member: after } = sure(await store.sessions.list(member.id))
      expect(after).not.toHaveProperty('email')
      expect(after.phone).toEqual(phone)
      expect(await store.members.findByAddress({ channel: 'email', value: email.value })).toBeUndefined()
    }
  })

  test('ends identities for good that their provider had ended', async () => {
    const { member, session, person } = await newcomer()
    const event = { id: ids.record(), type: 'identity.unlinked', at: now } as const
    const { identity } = person
    await store.unlinksByProvider.unlink({
      identity,
      member,
      isLast: true,
      survivors: [session],
      event,
      messages: [],
    })
    const { member: whole } = sure(await store.sessions.list(member.id))
    const withdrawal = withdrawalOf([], whole, session, [sure(await claimOf(person))])
    expect(await store.withdrawals.begin(withdrawal, now)).toBe('withdrawn')
    expect(await claimOf(person)).toBeUndefined()
    expect(sure(await store.sessions.list(member.id)).member).not.toHaveProperty('endedIdentities')
  })

  test('is refused for a member who changed meanwhile, and for an ended session', async () => {
    const { member, session, person } = await newcomer()
    const withdrawal = withdrawalOf([person], member, session)
    await store.links.add(addingOf(somebody(), session), once(), now)
    expect(await store.withdrawals.begin(withdrawal, now)).toBe('conflict')
    await store.sessions.end(member.id, session.id)
    expect(await store.withdrawals.begin(withdrawal, now)).toBe('session_ended')
    expect((await claimOf(person))?.state).toBe('linked')
  })

  test('takes any number of identities, in steps that can be repeated', async () => {
    const { member, session, person } = await newcomer()
    const others = Array.from({ length: 60 }, somebody)
    for (const other of others) await store.links.add(addingOf(other, session), once(), now)
    const { member: whole } = sure(await store.sessions.list(member.id))
    const withdrawal = withdrawalOf([person, ...others], whole, session)
    expect(await store.withdrawals.begin(withdrawal, now)).toBe('withdrawn')
    const claims = await Promise.all([person, ...others].map(claimOf))
    expect(claims.filter((claim) => claim?.state === 'disconnecting')).toHaveLength(61)
  })
})

describe('an identity of a withdrawn member', () => {
  test('leads to the member after the disconnection, and goes to nobody else', async () => {
    const { member, person } = await left()
    await store.identityClaims.endDisconnecting(person.identity)
    expect((await claimOf(person))?.state).toBe('disconnecting')
    await store.identityClaims.endDisconnecting(person.identity, member.id)
    expect(await claimOf(person)).toEqual({
      ...person.identity,
      state: 'unlinked_by_provider',
      memberId: member.id,
      externalId: 'old-1',
      credentialsVersion: 0,
      shared: false,
    })
    const { session } = await newcomer()
    expect(await store.links.add(addingOf(person, session), once(), now)).toBe('ended_elsewhere')
    expect(await store.pendingConnections.keep(pendingOf(person), once(), minutes(30))).toBe('kept')
    expect(await claimOf(person)).toMatchObject({ state: 'unlinked_by_provider', memberId: member.id })
    expect(await store.identityClaims.beginDisconnecting(person.identity, once(), now, false)).toEqual({
      kind: 'begun',
      owner: member.id,
    })
  })

  test('is disconnected again when its person connects again, also during a disconnection', async () => {
    const { member, person } = await left()
    const ending = sure(await claimOf(person))
    await store.identityClaims.recordReconnection(ending, minutes(2))
    await store.identityClaims.endDisconnecting(person.identity, member.id)
    const again = sure(await claimOf(person))
    expect(again).toMatchObject({ state: 'disconnecting', dueAt: minutes(2) })
    expect(await store.dueClaims.take(again, minutes(9))).toBe(true)
    await store.identityClaims.endDisconnecting(person.identity, member.id)
    expect((await claimOf(person))?.state).toBe('unlinked_by_provider')

    await store.identityClaims.recordReconnection(sure(await claimOf(person)), minutes(30))
    expect((await overdueClaims(store.dueClaims, minutes(30))).map(({ subject }) => subject)).toContain(
      person.identity.subject,
    )
    const held = { identity: person.identity, owner: member.id, shared: false }
    expect(await store.identityClaims.disconnectAgain(held, now)).toBe(true)
    expect(await store.identityClaims.disconnectAgain(held, now)).toBe(false)
    await store.identityClaims.endDisconnecting(person.identity, member.id)
    expect((await claimOf(person))?.dueAt).toBeUndefined()
  })

  test('ends together with the others of its member, unless its person has connected again', async () => {
    const { member, session, person } = await newcomer()
    const others = Array.from({ length: 3 }, somebody)
    for (const other of others) await store.links.add(addingOf(other, session), once(), now)
    const { member: whole } = sure(await store.sessions.list(member.id))
    const people = [person, ...others]
    expect(await store.withdrawals.begin(withdrawalOf(people, whole, session), now)).toBe('withdrawn')
    const [first, again, ...last] = people
    await store.identityClaims.recordReconnection(sure(await claimOf(sure(again))), minutes(2))
    // More than one transaction takes, most of them nobody's.
    const strangers = Array.from({ length: 100 }, somebody)
    const identities = [sure(first), sure(again), ...strangers, ...last].map(({ identity }) => identity)
    const states = async () => (await Promise.all(people.map(claimOf))).map((claim) => claim?.state)
    await store.identityClaims.endAllDisconnecting(identities, member.id)
    const ended = 'unlinked_by_provider'
    expect(await states()).toEqual([ended, 'disconnecting', ended, ended])
    await store.identityClaims.endAllDisconnecting(identities, member.id)
    expect(await states()).toEqual([ended, 'disconnecting', ended, ended])
  })

  test('stays, and is never due again, where the provider cannot be called', async () => {
    const { member, person } = await left()
    await store.dueClaims.giveUp(person.identity)
    expect((await claimOf(person))?.state).toBe('disconnecting')
    await store.dueClaims.giveUp(person.identity, member.id)
    expect(await claimOf(person)).toMatchObject({ state: 'unlinked_by_provider', memberId: member.id })
  })
})

describe('restoration', () => {
  /** The newest mail of a withdrawn member. */
  async function invited() {
    const { member, person, way, withdrawal } = await left()
    const returning = sure(await store.deactivations.find(member.id))
    const { deactivationId } = withdrawal
    const invitation = { tokenId: ids.token(), toHash: 'hash', sentAt: now }
    expect(
      await store.deactivations.invite({ member: returning, deactivationId, invitation, messages: [] }),
    ).toBe('invited')
    const end = (at: Date, more = {}) =>
      store.deactivations.end({
        memberId: member.id,
        deactivationId,
        member: returning,
        messages: [],
        tokenId: invitation.tokenId,
        event: { id: ids.record(), type: 'member.reactivated', at },
        ...more,
      })
    return { member, person, way, end }
  }

  test('restores the member unchanged, and the same person signs in by the identity', async () => {
    const { member, person, way, end } = await invited()
    expect(await end(minutes(1))).toBe('reactivated')
    const { member: back } = sure(await store.sessions.list(member.id))
    expect(back).toMatchObject({ status: 'active', email: member.email, ways: ['email'] })
    expect(back).not.toHaveProperty('restorableUntil')
    expect(back).not.toHaveProperty('rejoinFrom')
    await store.identityClaims.endDisconnecting(person.identity, member.id)
    const session = sessionOf(member.id, person, { createdAt: minutes(2) })
    expect(await store.sessions.open(session, way, once())).toEqual({ kind: 'conflict' })
    const event = {
      id: ids.record(),
      type: 'identity.linked',
      at: minutes(2),
      identity: person.identity,
    } as const
    const identity = { ...person.identity, linkedAt: minutes(2) }
    const { version } = back
    expect(
      await store.unlinksByProvider.restore({ identity, version, session, event, messages: [] }, once()),
    ).toEqual({
      kind: 'opened',
    })
  })

  test('is refused after the grace period', async () => {
    const { end } = await invited()
    expect(await end(days(30))).toBe('conflict')
    expect(await end(new Date(days(30).getTime() - 1))).toBe('reactivated')
  })
})
