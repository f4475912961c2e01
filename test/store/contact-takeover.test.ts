import { afterEach, describe, expect, test } from 'vitest'
import { identityMethod } from '../../lib/domain/member/member.ts'
import type { Registration } from '../../lib/flows/ports/store.ts'
import { eventRow } from '../../lib/store/rows/member/history.ts'
import { readRow } from '../../lib/store/rows/row.ts'
import { countRequests } from '../support/count-requests.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { addressRegistrationOf, now, type Person, registrationOf, somebody } from './cast.ts'
import { proven } from './codes.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, waiting, newcomer } = await freshScene()
afterEach(() => expectInvariants(client, tableName))

/** A member with an unverified address and number. */
async function contactOwner(person = somebody()) {
  const email = { value: person.email, verified: false }
  return newcomer(person, { email, ways: [identityMethod(person.identity)] })
}

/** The sign-up of another person with the contacts of these people. */
async function signUp(of: { email?: Person; phone?: Person }, verified: { email: boolean; phone: boolean }) {
  const own = somebody()
  const person = { ...own, email: of.email?.email ?? own.email, phone: of.phone?.phone ?? own.phone }
  const registration = registrationOf(person, await waiting(person), {
    email: { value: person.email, verified: verified.email },
    phone: { value: person.phone, verified: verified.phone },
    ways: [
      identityMethod(person.identity),
      ...(verified.email ? (['email'] as const) : []),
      ...(verified.phone ? (['phone'] as const) : []),
    ],
  })
  return registration
}

const complete = (registration: Registration) => store.registrations.complete(registration, now)

const eventsOf = async (id: string) =>
  (await scan(client, tableName))
    .filter(({ PK, kind }) => PK === `MEMBER#${id}` && kind === 'event')
    .map((item) => readRow(eventRow, item))

describe('a verified contact', () => {
  test('replaces the unverified contact of a holder, who loses nothing else', async () => {
    const { person, member, session } = await contactOwner()
    const registration = await signUp({ email: person }, { email: true, phone: false })
    expect(await complete(registration)).toEqual({ kind: 'registered' })
    const { email, ...rest } = member
    expect((await store.members.findBySession(member.id, session.id, now))?.member).toEqual({
      ...rest,
      version: 2,
    })
    const told = (await eventsOf(member.id)).filter(({ type }) => type === 'contact.displaced')
    expect(told).toEqual([
      {
        id: registration.event.id,
        memberId: member.id,
        type: 'contact.displaced',
        at: now,
        byMember: registration.member.id,
      },
    ])
  })

  test('takes two contacts from one holder, or one each from two', async () => {
    const [one, two, three] = [await contactOwner(), await contactOwner(), await contactOwner()]
    const both = await signUp({ email: one.person, phone: one.person }, { email: true, phone: true })
    expect(await complete(both)).toEqual({ kind: 'registered' })
    const each = await signUp({ email: two.person, phone: three.person }, { email: true, phone: true })
    expect(await complete(each)).toEqual({ kind: 'registered' })
    for (const { member } of [one, two, three]) expect(await eventsOf(member.id)).toHaveLength(2)
  })

  test('takes contacts by code as well, and consumes the code', async () => {
    const { person, member } = await contactOwner()
    const address = { channel: 'email', value: person.email } as const
    const proof = await proven(store, address, { purpose: 'sign_up' })
    expect(await complete(addressRegistrationOf(proof))).toEqual({ kind: 'registered' })
    expect((await store.members.findByAddress(address))?.member.id).not.toBe(member.id)
    expect(await complete(addressRegistrationOf(proof))).toEqual({ kind: 'used' })
  })

  test('costs a second transaction only when it has a holder', async () => {
    const { person } = await contactOwner()
    const registration = await signUp({ email: person }, { email: true, phone: false })
    const requests = countRequests(client)
    await complete(registration)
    expect(requests.commands).toEqual(['TransactWriteItemsCommand', 'TransactWriteItemsCommand'])
  })

  test('never takes a verified contact, nor any contact while another one is kept', async () => {
    const [verified, unverified] = [await newcomer(), await contactOwner()]
    const both = { email: true, phone: true }
    const taken = await signUp({ email: verified.person, phone: unverified.person }, both)
    expect(await complete(taken)).toEqual({ kind: 'email_taken' })
    expect(await eventsOf(unverified.member.id)).toHaveLength(1)
  })
})

describe('an unverified contact', () => {
  test('takes nothing, not even an unverified contact', async () => {
    const { person } = await contactOwner()
    const byEmail = await signUp({ email: person }, { email: false, phone: false })
    expect(await complete(byEmail)).toEqual({ kind: 'email_taken' })
    const byPhone = await signUp({ phone: person }, { email: true, phone: false })
    expect(await complete(byPhone)).toEqual({ kind: 'phone_taken' })
  })
})

test('a code for another contact, or a used one, makes no member', async () => {
  const proof = await proven(store, { channel: 'email', value: somebody().email })
  const registration = addressRegistrationOf(proof)
  expect(await store.registrations.complete(registration, new Date(now.getTime() + 600_000))).toEqual({
    kind: 'used',
  })
  expect(await store.registrations.complete(registration, now)).toEqual({ kind: 'registered' })
})
