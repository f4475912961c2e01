import { afterEach, describe, expect, test } from 'vitest'
import type { LinkQuestion } from '../../../lib/domain/visit/pending-connection.ts'
import { expectInvariants } from '../../support/scan.ts'
import { memberId, minutes, now, once, pendingOf, registrationOf, somebody, tokenId } from '../cast.ts'
import { freshScene } from '../scene.ts'

const { client, tableName, store, newcomer } = await freshScene()
const { identityClaims, pendingConnections } = store
afterEach(() => expectInvariants(client, tableName))

const question = (): LinkQuestion => ({
  needs: 'sign_in',
  candidates: [
    {
      memberId: memberId(),
      version: 3,
      credentialsVersion: 1,
      verifies: ['email'],
      lacksCi: true,
      reach: { email: somebody().email, locale: 'en' },
    },
    { memberId: memberId(), version: 1, credentialsVersion: 0, verifies: [], lacksCi: false },
  ],
  mayRegister: true,
})

/** A pending visit that matched a member. */
async function asked(shared = false) {
  const person = somebody()
  const pending = pendingOf(person, { question: question(), held: ['email', 'phone'], shared })
  await pendingConnections.keep(pending, once(), minutes(30))
  return { person, pending }
}

describe('a visit that matched a member', () => {
  test('keeps its question, its candidates, and the contacts that cannot be registered', async () => {
    const { pending } = await asked(true)
    expect(await pendingConnections.find(pending.id, now)).toEqual({ kind: 'open', pending })
    expect((await identityClaims.find(pending.profile.identity))?.shared).toBe(true)
  })

  test('can be pending for something else after its token was issued', async () => {
    const { pending } = await asked()
    const { question: _, ...rest } = pending
    const [next, last] = [tokenId(), tokenId()]
    const typed = { email: somebody().email, phone: somebody().phone }
    const more = { question: question(), held: ['phone'] as const, typed }
    expect(await pendingConnections.handOver(pending.id, pending.tokenId, next, more)).toBe(true)
    expect(await pendingConnections.find(pending.id, now)).toEqual({
      kind: 'open',
      pending: { ...rest, ...more, tokenId: next },
    })
    const nothing = { question: undefined, held: [] }
    expect(await pendingConnections.handOver(pending.id, next, last, nothing)).toBe(true)
    expect(await pendingConnections.find(pending.id, now)).toEqual({
      kind: 'open',
      pending: { ...rest, held: [], tokenId: last },
    })
  })
})

describe('a pending identity', () => {
  test('never ends before the promised time of a visit', async () => {
    const person = somebody()
    const dueAt = async () => (await identityClaims.find(person.identity))?.dueAt
    await pendingConnections.keep(pendingOf(person), once(), minutes(1440))
    expect(await pendingConnections.keep(pendingOf(person, { shared: true }), once(), minutes(30))).toBe(
      'kept',
    )
    expect(await dueAt()).toEqual(minutes(1440))
    expect((await identityClaims.find(person.identity))?.shared).toBe(true)
    const pending = pendingOf(person)
    expect(await pendingConnections.keep(pending, once(), minutes(45))).toBe('kept')
    expect(await dueAt()).toEqual(minutes(1440))
    await pendingConnections.keep(pendingOf(person), once(), minutes(2000))
    expect(await dueAt()).toEqual(minutes(2000))
  })

  test('is not kept twice by one visit, at any time', async () => {
    const person = somebody()
    const visit = once()
    await pendingConnections.keep(pendingOf(person, {}, visit), visit, minutes(1440))
    expect(await pendingConnections.keep(pendingOf(person, {}, visit), visit, minutes(30))).toBe('used')
  })
})

describe('declining', () => {
  test.each([
    [false, 'disconnected'],
    [true, 'released'],
  ] as const)('ends the visit, and marks the identity (shared: %s) as being %s', async (shared, end) => {
    const { pending, person } = await asked(shared)
    expect(await pendingConnections.decline(pending, now)).toEqual({ kind: 'declined' })
    expect(await pendingConnections.find(pending.id, now)).toEqual({ kind: 'ended', end })
    expect(await identityClaims.find(person.identity)).toEqual({
      ...person.identity,
      state: 'disconnecting',
      dueAt: minutes(1),
      shared,
    })
    expect(await pendingConnections.decline(pending, now)).toEqual({ kind: 'used' })
  })

  test('accepts only its one token, in time', async () => {
    const { pending } = await asked()
    expect(await pendingConnections.decline({ ...pending, tokenId: tokenId() }, now)).toEqual({
      kind: 'used',
    })
    expect(await pendingConnections.decline(pending, pending.expiresAt)).toEqual({ kind: 'used' })
    expect((await identityClaims.find(pending.profile.identity))?.state).toBe('pending')
  })

  test('disconnects nothing after another visit linked the identity', async () => {
    const { pending, person } = await asked()
    await newcomer(person)
    expect(await pendingConnections.decline(pending, now)).toEqual({ kind: 'elsewhere' })
    expect((await identityClaims.find(person.identity))?.state).toBe('linked')
  })

  test('by two visits of one identity ends both', async () => {
    const person = somebody()
    const visits = [pendingOf(person), pendingOf(person)]
    for (const visit of visits) await pendingConnections.keep(visit, once(), minutes(30))
    for (const visit of visits)
      expect(await pendingConnections.decline(visit, now)).toEqual({ kind: 'declined' })
    for (const { id } of visits)
      expect(await pendingConnections.find(id, now)).toEqual({ kind: 'ended', end: 'disconnected' })
    const late = pendingOf(person)
    expect(await store.registrations.complete(registrationOf(person, late), now)).toEqual({ kind: 'used' })
  })
})
