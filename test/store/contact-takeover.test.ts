import { afterEach, describe, expect, test } from 'vitest'
import { contactReleaseOf } from '../../lib/domain/leads/release.ts'
import { identityMethod, type Member } from '../../lib/domain/member/member.ts'
import type { Address } from '../../lib/domain/values/verification.ts'
import type { Registration } from '../../lib/flows/ports/store.ts'
import { eventRow } from '../../lib/store/rows/member/history.ts'
import { readRow } from '../../lib/store/rows/row.ts'
import { at } from '../domain/leads/holders.ts'
import { sure } from '../support/people.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { addressRegistrationOf, days, now, type Person, registrationOf, somebody } from './cast.ts'
import { proven } from './codes.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, waiting, newcomer, leaver } = await freshScene()
/** When the grace period of who leaves is over. */
const later = { ...at, now: days(31) }
afterEach(() => expectInvariants(client, tableName))

/** A member with an unverified address and number. */
async function contactOwner(person = somebody()) {
  const email = { value: person.email, verified: false, imported: true as const }
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

/** What a member releases who has verified none of these. */
const releasing = ({ member }: { readonly member: Member }, ...addresses: Address[]) =>
  contactReleaseOf(member, addresses, at)
const mailOf = ({ person }: { readonly person: Person }) =>
  ({ channel: 'email', value: person.email }) as const
const textOf = ({ person }: { readonly person: Person }) => ({ channel: 'sms', value: person.phone }) as const

describe('a verified contact', () => {
  test('is taken from a member who releases it, and loses nothing else', async () => {
    const owner = await contactOwner()
    const { person, member, session } = owner
    const registration = await signUp({ email: person }, { email: true, phone: false })
    const releases = [releasing(owner, mailOf(owner))]
    expect(await complete({ ...registration, releases })).toEqual({ kind: 'registered' })
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
        externalId: 'old-1',
        type: 'contact.displaced',
        at: now,
        byMember: registration.member.id,
      },
    ])
  })

  test('takes two from one member, or one each from two', async () => {
    const [one, two, three] = [await contactOwner(), await contactOwner(), await contactOwner()]
    const both = await signUp({ email: one.person, phone: one.person }, { email: true, phone: true })
    const fromOne = [releasing(one, mailOf(one), textOf(one))]
    expect(await complete({ ...both, releases: fromOne })).toEqual({ kind: 'registered' })
    const each = await signUp({ email: two.person, phone: three.person }, { email: true, phone: true })
    const fromTwo = [releasing(two, mailOf(two)), releasing(three, textOf(three))]
    expect(await complete({ ...each, releases: fromTwo })).toEqual({ kind: 'registered' })
    for (const { member } of [one, two, three]) expect(await eventsOf(member.id)).toHaveLength(2)
  })

  test('proven by code is taken as well, and the code is used up', async () => {
    const owner = await contactOwner()
    const address = mailOf(owner)
    const proof = await proven(store, address, { purpose: 'sign_up' })
    const releases = [releasing(owner, address)]
    expect(await complete({ ...addressRegistrationOf(proof), releases })).toEqual({ kind: 'registered' })
    expect((await store.members.findByAddress(address))?.member.id).not.toBe(owner.memberId)
    expect(await complete(addressRegistrationOf(proof))).toEqual({ kind: 'used' })
  })

  test('is taken from a member who has left for good, with the block that the erasure would leave', async () => {
    const { member, person } = await leaver()
    const registration = await signUp({ email: person }, { email: true, phone: false })
    const whole = sure(await store.members.find(member.id))
    const releases = [contactReleaseOf(whole, [{ channel: 'email', value: person.email }], later)]
    expect(await complete({ ...registration, releases })).toEqual({ kind: 'registered' })
    const blocked = { of: 'email', value: person.email } as const
    expect(await store.rejoinBlocks.until([blocked], now)).toEqual(days(40))
    expect(await store.members.find(member.id)).not.toHaveProperty('email')
    expect(await store.rejoinBlocks.until([{ of: 'ci', value: person.ci }], now)).toBeUndefined()
  })

  test('is never taken without a release, nor by one from before the member changed', async () => {
    const [verified, unverified] = [await newcomer(), await contactOwner()]
    const both = { email: true, phone: true }
    const taken = await signUp({ email: verified.person, phone: unverified.person }, both)
    expect(await complete(taken)).toEqual({ kind: 'contact_claimed' })
    const { id, version } = unverified.member
    const old = releasing({ member: { ...unverified.member, id, version: version + 1 } }, textOf(unverified))
    const late = await signUp({ phone: unverified.person }, both)
    expect(await complete({ ...late, releases: [old] })).toEqual({ kind: 'contact_claimed' })
    expect(await eventsOf(unverified.member.id)).toHaveLength(1)
  })
})

describe('a contact that was only said', () => {
  test('claims nothing: two members say the same, and whoever verifies it gets it', async () => {
    const said = somebody()
    const [one, two] = [
      await signUp({ email: said, phone: said }, { email: false, phone: false }),
      await signUp({ email: said, phone: said }, { email: false, phone: false }),
    ]
    expect(await complete(one)).toEqual({ kind: 'registered' })
    expect(await complete(two)).toEqual({ kind: 'registered' })
    expect(await store.members.findByAddress({ channel: 'email', value: said.email })).toBeUndefined()
    const verified = await signUp({ email: said }, { email: true, phone: false })
    expect(await complete(verified)).toEqual({ kind: 'registered' })
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
