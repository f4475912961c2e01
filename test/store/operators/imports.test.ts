import { v7 } from 'uuid'
import { describe, expect, test } from 'vitest'
import { recoveredBy } from '../../../lib/domain/leads/recovery.ts'
import { identityMethod, type Member } from '../../../lib/domain/member/member.ts'
import type { Evidence } from '../../../lib/domain/values/evidence.ts'
import type { Importation } from '../../../lib/flows/ports/store/operators/imports.ts'
import { createOperatorStore } from '../../../lib/store/operators/operator-store.ts'
import { countRequests } from '../../support/count-requests.ts'
import { freshTable, plainHashes } from '../../support/database.ts'
import { expectInvariants } from '../../support/scan.ts'
import { email, memberId, minutes, now, phone, sessionOf, somebody } from '../cast.ts'
import { proven } from '../codes.ts'

const { client, tableName, store } = await freshTable()
const { imports } = createOperatorStore({ client, tableName, hashes: plainHashes })
const requests = countRequests(client)

let people = 0
function oldMember(more: Partial<Member> = {}): Importation {
  people += 1
  const member: Member = {
    id: memberId(),
    externalId: `old-${people}`,
    status: 'active',
    version: 1,
    name: '김다은',
    ways: ['password', ...(more.email?.verified ? (['email'] as const) : [])],
    attributes: {},
    locale: 'ko',
    credentialsVersion: 0,
    createdAt: minutes(-5),
    ...more,
  }
  const event = { id: v7(), type: 'member.imported', at: now } as const
  return { member, passwordHash: '!', identities: [], consents: [], event }
}

const address = () => email(`shared${v7()}@example.com`)
const withAddress = (value: ReturnType<typeof address>, verified: boolean) =>
  oldMember({ email: { value, verified } })
const evidenceOf = (value: ReturnType<typeof address>): Evidence => ({ email: { value, trust: 'vouched' } })
const found = async (value: ReturnType<typeof address>) =>
  (await store.candidates.find(evidenceOf(value), now)).map(({ id }) => id).toSorted()
const idsOf = (...all: readonly Importation[]) => all.map(({ member }) => member.id).toSorted()
const ownerOf = async (value: ReturnType<typeof address>) =>
  (await store.members.findByAddress({ channel: 'email', value }))?.member.id

describe('an imported member', () => {
  test('is written in one transaction, and skipped the next time', async () => {
    const importation = withAddress(address(), true)
    requests.reset()
    expect(await imports.add(importation)).toEqual({ kind: 'imported', shares: [] })
    expect(requests.commands).toEqual(['TransactWriteItemsCommand'])
    expect(await imports.add(importation)).toEqual({ kind: 'there' })
    expect(requests.total).toBe(2)
  })

  test('is refused when the identity belongs to another member', async () => {
    const { identity } = somebody()
    const ways = ['password', identityMethod(identity)] as const
    const [one, other] = [oldMember({ ways: ways }), oldMember({ ways: ways })]
    const identities = [{ ...identity, linkedAt: now }]
    expect(await imports.add({ ...one, identities })).toMatchObject({ kind: 'imported' })
    expect(await imports.add({ ...other, identities })).toEqual({ kind: 'identity_taken', index: 0 })
  })

  test('loses a CI that another member has: the first member keeps the CI', async () => {
    const { ci } = somebody()
    const [one, other] = [oldMember({ ci }), oldMember({ ci })]
    await imports.add(one)
    expect(await imports.add(other)).toEqual({ kind: 'imported', shares: ['ci'] })
    const led = await store.candidates.find({ ci }, now)
    expect(led.map(({ id }) => id)).toEqual([one.member.id])
  })
})

describe('an address of several imported members', () => {
  test('belongs to nobody, and leads to each of them', async () => {
    const value = address()
    const all = [withAddress(value, true), withAddress(value, true), withAddress(value, true)]
    for (const one of all) await imports.add(one)
    expect(await ownerOf(value)).toBeUndefined()
    expect(await found(value)).toEqual(idsOf(...all))
    const [first] = await store.candidates.find(evidenceOf(value), now)
    expect(first?.email).toEqual({ value, verified: false, shared: true, sharedByFew: true })
    expect(first?.ways).toEqual(['password'])
  })

  test('stays with the only member who verified the address, in any order of import', async () => {
    for (const order of [
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]) {
      const value = address()
      const all = order.map((verified) => withAddress(value, verified))
      for (const one of all) await imports.add(one)
      expect(await ownerOf(value)).toBe(all[order.indexOf(true)]?.member.id)
      expect(await found(value)).toEqual(idsOf(...all))
    }
  })

  test('ends the same when all are imported at the same moment', async () => {
    for (let round = 0; round < 15; round += 1) {
      const value = address()
      const all = [true, true, false, false].map((verified) => withAddress(value, verified))
      const responses = await Promise.all(all.map((one) => imports.add(one)))
      expect(responses.map(({ kind }) => kind)).toEqual(all.map(() => 'imported'))
      expect(await ownerOf(value)).toBeUndefined()
      expect(await found(value)).toEqual(idsOf(...all))
    }
  })

  test('is never taken from a member who proved the address here', async () => {
    const value = address()
    const first = withAddress(value, false)
    await imports.add(first)
    const proof = await proven(store, { channel: 'email', value }, { purpose: 'sign_in' })
    const { member } = first
    const session = sessionOf(member.id, somebody(), { signIn: { authTime: now, amr: ['otp'] } })
    const event = { id: v7(), type: 'member.recovered', at: now } as const
    const recovery = { ...recoveredBy(member, value), member, proof, event, session, messages: [] }
    expect(await store.members.recover(recovery, now)).toBe('recovered')
    const second = withAddress(value, true)
    expect(await imports.add(second)).toEqual({ kind: 'imported', shares: ['email'] })
    expect(await ownerOf(value)).toBe(member.id)
    expect(await found(value)).toEqual(idsOf(first, second))
  })

  test('costs no request where nothing is shared, and where something is one query', async () => {
    const value = address()
    const all = [withAddress(value, true), withAddress(value, true)]
    requests.reset()
    await found(value)
    expect(requests.commands).toEqual(['BatchGetItemCommand'])
    for (const one of all) await imports.add(one)
    requests.reset()
    await found(value)
    expect(requests.commands).toEqual(['BatchGetItemCommand', 'QueryCommand', 'BatchGetItemCommand'])
  })
})

test('costs one read more for two contacts that are shared with one or two members', async () => {
  const [mail, number] = [address(), phone('+821000009001')]
  const both = { email: { value: mail, verified: true }, phone: { value: number, verified: true } }
  const ways = ['password', 'email', 'phone'] as const
  const [one, other] = [oldMember({ ...both, ways: ways }), oldMember({ ...both, ways: ways })]
  await imports.add(one)
  requests.reset()
  expect(await imports.add(other)).toEqual({ kind: 'imported', shares: ['email', 'phone'] })
  expect(requests.commands).toEqual(['BatchGetItemCommand', 'TransactWriteItemsCommand'])
  expect(await found(mail)).toEqual(idsOf(one, other))
})

test('leaves the table sound', async () => {
  await expectInvariants(client, tableName)
})
