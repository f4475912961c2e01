import { beforeEach, expect, test } from 'vitest'
import { identityWay } from '../../lib/domain/member.ts'
import { countRequests } from '../support/count-requests.ts'
import { freshTable } from '../support/database.ts'
import { minutes, now, once, pendingOf, registrationOf, sessionOf, somebody } from './cast.ts'

const { client, store } = await freshTable()
const requests = countRequests(client)
const person = somebody()
const pending = pendingOf(person)
const registration = registrationOf(person, pending)
await store.pendingConnections.keep(pending, once(), minutes(30))
await store.registrations.complete(registration, now)
beforeEach(() => requests.reset())

test('a returning sign-in is one read and one transaction', async () => {
  const claim = await store.identityClaims.find(person.identity)
  expect(claim?.memberId).toBe(registration.member.id)
  await store.sessions.open(sessionOf(registration.member.id, person), identityWay(person.identity), once())
  expect(requests.commands).toEqual(['GetItemCommand', 'TransactWriteItemsCommand'])
})

test('a member with its session is one query', async () => {
  expect(
    await store.members.findBySession(registration.member.id, registration.session.id, now),
  ).toBeDefined()
  expect(requests.commands).toEqual(['QueryCommand'])
})

test('a session with its gate is one batch', async () => {
  await store.sessions.find(registration.member.id, registration.session.id)
  expect(requests.commands).toEqual(['BatchGetItemCommand'])
})

test('renewing is one batch and one transaction', async () => {
  const { memberId, id } = registration.session
  const found = await store.sessions.find(memberId, id)
  expect(found).toBeDefined()
  if (found) await store.sessions.rotate({ ...found.session, generation: 1 }, 0)
  expect(requests.commands).toEqual(['BatchGetItemCommand', 'TransactWriteItemsCommand'])
})

test('candidates are two batches, one when no claim is known, none when there is nothing to ask', async () => {
  const known = { email: { value: person.email, trust: 'vouched' as const } }
  expect(await store.candidates.find(known, now)).toHaveLength(1)
  expect(requests.total).toBe(2)
  await store.candidates.find({ phone: { value: somebody().phone, trust: 'vouched' } }, now)
  expect(requests.total).toBe(3)
  await store.candidates.find({ name: '김다은' }, now)
  expect(requests.total).toBe(3)
})

test('a visit that waits, a ticket and a sign-up are one transaction each', async () => {
  const other = somebody()
  const waiting = pendingOf(other)
  await store.pendingConnections.keep(waiting, once(), minutes(30))
  await store.registrations.complete(registrationOf(other, waiting), now)
  expect(requests.commands).toEqual(['TransactWriteItemsCommand', 'TransactWriteItemsCommand'])
})
