import { v7 } from 'uuid'
import { beforeEach, expect, test } from 'vitest'
import type { Agreement } from '../../lib/domain/consent/agreement.ts'
import { laneOf } from '../../lib/domain/limits/password-lane.ts'
import { defaultLimits, limitsOf } from '../../lib/domain/limits/stage-limits.ts'
import { identityMethod } from '../../lib/domain/member/member.ts'
import { countRequests } from '../support/count-requests.ts'
import { freshTable } from '../support/database.ts'
import {
  addingOf,
  addressRegistrationOf,
  minutes,
  now,
  once,
  overdueClaims,
  pendingOf,
  registrationOf,
  removalOf,
  sessionOf,
  somebody,
  tokenId,
} from './cast.ts'
import { codeTo, matching, messageOf, proven, somewhere } from './codes.ts'

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
  await store.sessions.open(
    sessionOf(registration.member.id, person),
    identityMethod(person.identity),
    once(),
  )
  expect(requests.commands).toEqual(['GetItemCommand', 'TransactWriteItemsCommand'])
})

test('the first sign-in by an identity after all sessions ended takes one transaction more, the next one does not', async () => {
  const other = somebody()
  const visit = pendingOf(other)
  const { member, session, ...rest } = registrationOf(other, visit)
  await store.pendingConnections.keep(visit, once(), minutes(30))
  await store.registrations.complete({ member, session, ...rest }, now)
  await store.sessions.endAll({ memberId: member.id, sessionId: session.id }, now)
  const signIn = async () => {
    requests.reset()
    const { credentialsVersion = 0 } = (await store.identityClaims.find(other.identity)) ?? {}
    const opened = sessionOf(member.id, other, { credentialsVersion })
    expect((await store.sessions.open(opened, identityMethod(other.identity), once())).kind).toBe('opened')
    return [...requests.commands]
  }
  const usual = ['GetItemCommand', 'TransactWriteItemsCommand']
  expect(await signIn()).toEqual([...usual, 'TransactWriteItemsCommand'])
  expect(await signIn()).toEqual(usual)
})

test('agreeing to the terms in force adds no request, and other members cost one transaction', async () => {
  const open = (wanted: readonly Agreement[]) => {
    const session = sessionOf(registration.member.id, person)
    return store.sessions.open(session, identityMethod(person.identity), once(), undefined, wanted)
  }
  const by = { memberId: registration.member.id, sessionId: registration.session.id }
  const event = { id: v7(), type: 'consent.changed', at: now } as const
  const given = ['service@1', 'privacy@1'] as const
  expect(await open(given)).toEqual({ kind: 'opened', lacks: given })
  expect(requests.commands).toEqual(['TransactWriteItemsCommand', 'TransactWriteItemsCommand'])
  expect(await store.members.addConsents(by, { consents: [], agreements: given, event }, now)).toBe('added')
  requests.reset()
  expect(await open(given)).toEqual({ kind: 'opened', lacks: [] })
  expect(requests.commands).toEqual(['TransactWriteItemsCommand'])
  expect(await open([...given, 'service@2'])).toEqual({ kind: 'opened', lacks: ['service@2'] })
})

test('a member with its session is one query', async () => {
  expect(
    await store.members.findBySession(registration.member.id, registration.session.id, now),
  ).toBeDefined()
  expect(requests.commands).toEqual(['QueryCommand'])
})

test('a session with the state of its member is one batch', async () => {
  await store.sessions.find(registration.member.id, registration.session.id)
  expect(requests.commands).toEqual(['BatchGetItemCommand'])
})

test('a renewal is one batch and one transaction', async () => {
  const { memberId, id } = registration.session
  const found = await store.sessions.find(memberId, id)
  expect(found).toBeDefined()
  if (found) await store.sessions.rotate({ ...found.session, generation: 1 }, 0)
  expect(requests.commands).toEqual(['BatchGetItemCommand', 'TransactWriteItemsCommand'])
})

test('a late retry of a renewal is one batch and one update', async () => {
  const { memberId, id } = registration.session
  const found = await store.sessions.find(memberId, id)
  expect(found).toBeDefined()
  if (found) {
    const lateRetry = { generation: found.session.generation, count: 1, at: now }
    expect(await store.sessions.recordLateRetry(found.session, lateRetry)).toBe('recorded')
  }
  expect(requests.commands).toEqual(['BatchGetItemCommand', 'UpdateItemCommand'])
})

test('candidates are two batches, one without known claims, and none without evidence', async () => {
  const known = { email: { value: person.email, trust: 'vouched' as const } }
  expect(await store.candidates.find(known, now)).toHaveLength(1)
  expect(requests.total).toBe(2)
  await store.candidates.find({ phone: { value: somebody().phone, trust: 'vouched' } }, now)
  expect(requests.total).toBe(3)
  await store.candidates.find({ name: '김다은' }, now)
  expect(requests.total).toBe(3)
})

test('a change by a signed-in member is one batch and one transaction', async () => {
  const other = somebody()
  expect(await store.links.add(addingOf(other, registration.session), once(), now)).toBe('linked')
  expect(requests.commands).toEqual(['BatchGetItemCommand', 'TransactWriteItemsCommand'])
  requests.reset()
  expect(await store.links.remove(removalOf(other, registration.session, 2), now)).toBe('removed')
  expect(requests.commands).toEqual(['BatchGetItemCommand', 'TransactWriteItemsCommand'])
})

test('a sweep is one query and one batch, and one update for each due identity', async () => {
  await store.pendingConnections.keep(pendingOf(somebody()), once(), minutes(1))
  requests.reset()
  const due = await overdueClaims(store.dueClaims, minutes(1))
  for (const claim of due) await store.dueClaims.take(claim, minutes(9))
  const takes = due.map(() => 'UpdateItemCommand')
  expect(due.length).toBeGreaterThan(0)
  expect(requests.commands).toEqual(['QueryCommand', 'BatchGetItemCommand', ...takes])
})

test('a code is one transaction, a wrong attempt one update, and the right code one more update', async () => {
  const code = codeTo(somewhere())
  await store.verifications.start(code, messageOf(code))
  await store.verifications.confirm(code.id, matching('wrong'), tokenId(), now)
  expect(requests.commands).toEqual(['TransactWriteItemsCommand', 'UpdateItemCommand'])
  requests.reset()
  expect(await store.verifications.confirm(code.id, matching('right'), tokenId(), now)).toBeDefined()
  expect(requests.commands).toEqual(['UpdateItemCommand', 'UpdateItemCommand'])
})

test('a sign-in by password is four reads and one transaction, a wrong password one transaction and one update', async () => {
  const used = await proven(store, somewhere())
  const newcomer = addressRegistrationOf(used)
  await store.registrations.complete(newcomer, now)
  requests.reset()
  const lane = laneOf(limitsOf(defaultLimits), { identifier: 'somebody', source: 'somewhere' })
  const own = await store.limits.look([...lane.own, ...lane.shared], now)
  const [found] = await store.members.findAllByAddress(used.address)
  const proof = { passwordHash: found?.passwordHash ?? '', within: own.slice(0, 2) }
  const opened = await store.sessions.open(sessionOf(newcomer.member.id, person), proof, 'written_before')
  expect(opened.kind).toBe('opened')
  expect(requests.commands).toEqual([
    'BatchGetItemCommand',
    'GetItemCommand',
    'QueryCommand',
    'BatchGetItemCommand',
    'TransactWriteItemsCommand',
  ])
  requests.reset()
  expect(await store.members.findAllByAddress(somewhere())).toEqual([])
  expect(requests.commands).toEqual(['GetItemCommand', 'QueryCommand', 'BatchGetItemCommand'])
  requests.reset()
  await store.limits.spend(lane.own, now)
  await store.limits.spend(lane.shared, now)
  expect(requests.commands).toEqual(['TransactWriteItemsCommand', 'UpdateItemCommand'])
})

test('a pending visit, a ticket and a sign-up are one transaction each', async () => {
  const other = somebody()
  const waiting = pendingOf(other)
  await store.pendingConnections.keep(waiting, once(), minutes(30))
  await store.registrations.complete(registrationOf(other, waiting), now)
  expect(requests.commands).toEqual(['TransactWriteItemsCommand', 'TransactWriteItemsCommand'])
})
