import { describe, expect, test } from 'vitest'
import type { Registration } from '../../lib/flows/ports/store.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { linkedIdentityOf, now, pendingId, registrationOf, somebody, tokenId } from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, waiting } = await freshScene()

const complete = (registration: Registration, at = now) => store.registrations.complete(registration, at)
const ofMember = async ({ member }: Registration) =>
  (await scan(client, tableName)).filter((item) =>
    JSON.stringify([...Object.values(item)]).includes(member.id),
  )

describe('a sign-up', () => {
  test('makes a member with all its leads', async () => {
    const person = somebody()
    const registration = registrationOf(person, await waiting(person))
    expect(await complete(registration)).toEqual({ kind: 'registered' })
    const { member, session } = registration
    expect(await store.members.findBySession(member.id, session.id, now)).toEqual({
      member,
      identities: [linkedIdentityOf(person)],
      passkeys: [],
      ended: [],
      providerProfiles: [],
      session,
    })
    expect(await store.identityClaims.find(person.identity)).toEqual({
      ...person.identity,
      state: 'linked',
      memberId: member.id,
      externalId: 'old-1',
      credentialsVersion: 0,
      shared: false,
    })
    expect((await ofMember(registration)).map(({ kind }) => kind).toSorted()).toEqual([
      'claim',
      'claim',
      'claim',
      'event',
      'identity',
      'identity_claim',
      'member',
      'session',
    ])
    await expectInvariants(client, tableName)
  })

  test('with the same token again reports the finished sign-up', async () => {
    const person = somebody()
    const pending = await waiting(person)
    await complete(registrationOf(person, pending))
    const again = registrationOf(person, pending)
    expect(await complete(again)).toEqual({ kind: 'used' })
    expect(await ofMember(again)).toEqual([])
  })

  test('with a wrong or expired token, or a token of no visit, makes nothing', async () => {
    const person = somebody()
    const pending = await waiting(person)
    const other = registrationOf(person, { ...pending, tokenId: tokenId() })
    expect(await complete(other)).toEqual({ kind: 'used' })
    const late = registrationOf(person, pending)
    expect(await complete(late, pending.expiresAt)).toEqual({ kind: 'used' })
    const stray = registrationOf(person, { ...pending, id: pendingId() })
    expect(await complete(stray)).toEqual({ kind: 'used' })
    for (const registration of [other, late, stray]) expect(await ofMember(registration)).toEqual([])
  })

  test('of an identity that another visit linked names its member', async () => {
    const person = somebody()
    const [first, second] = [await waiting(person), await waiting(person)]
    const winner = registrationOf(person, first)
    await complete(winner)
    const loser = registrationOf(person, second)
    expect(await complete(loser)).toEqual({
      kind: 'identity_linked',
      memberId: winner.member.id,
      externalId: 'old-1',
    })
    expect(await ofMember(loser)).toEqual([])
    expect((await store.pendingConnections.find(second.id, now))?.kind).toBe('open')
  })

  test.each([
    ['email', 'contact_claimed'],
    ['phone', 'contact_claimed'],
    ['ci', 'person_known'],
  ] as const)('with the %s of a member makes nothing: %s', async (item, kind) => {
    const owner = somebody()
    await complete(registrationOf(owner, await waiting(owner)))
    const person = { ...somebody(), [item]: owner[item] }
    const pending = await waiting(person)
    const registration = registrationOf(person, pending)
    expect(await complete(registration)).toEqual({ kind })
    expect(await ofMember(registration)).toEqual([])
    expect((await store.pendingConnections.find(pending.id, now))?.kind).toBe('open')
    expect((await store.identityClaims.find(person.identity))?.state).toBe('pending')
    await expectInvariants(client, tableName)
  })

  test('without any contact makes a member, too', async () => {
    const person = somebody()
    const registration = registrationOf(person, await waiting(person))
    const { email, phone, ci, ...bare } = registration.member
    const member = { ...bare, ways: bare.ways.filter((way) => way !== 'email') }
    expect(await complete({ ...registration, member, consents: [] })).toEqual({ kind: 'registered' })
    await expectInvariants(client, tableName)
  })
})
