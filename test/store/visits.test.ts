import { describe, expect, test } from 'vitest'
import { expectInvariants } from '../support/scan.ts'
import {
  minutes,
  now,
  once,
  pendingId,
  pendingOf,
  registrationOf,
  somebody,
  tokenId,
  waitsForNobody,
} from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, newcomer } = await freshScene()
const { identityClaims, pendingConnections, registrations, tickets } = store

describe('a pending visit', () => {
  test('is kept with the claim of its identity', async () => {
    const person = somebody()
    const pending = pendingOf(person)
    expect(await identityClaims.find(person.identity)).toBeUndefined()
    expect(await pendingConnections.keep(pending, once(), minutes(30))).toBe('kept')
    expect(await pendingConnections.find(pending.id, now)).toEqual({ kind: 'open', pending })
    expect(await identityClaims.find(person.identity)).toEqual({
      ...person.identity,
      state: 'pending',
      dueAt: minutes(30),
      shared: false,
    })
    await expectInvariants(client, tableName)
  })

  test('shares its claim with a later visit, which renews it', async () => {
    const person = somebody()
    const [first, second] = [pendingOf(person), pendingOf(person)]
    await pendingConnections.keep(first, once(), minutes(30))
    expect(await pendingConnections.keep(second, once(), minutes(45))).toBe('kept')
    expect((await identityClaims.find(person.identity))?.dueAt).toEqual(minutes(45))
    expect((await pendingConnections.find(first.id, now))?.kind).toBe('open')
    expect((await pendingConnections.find(second.id, now))?.kind).toBe('open')
  })

  test('is absent from the moment of its expiry', async () => {
    const pending = pendingOf(somebody())
    await pendingConnections.keep(pending, once(), minutes(30))
    expect(await pendingConnections.find(pending.id, new Date(pending.expiresAt.getTime() - 1))).toBeDefined()
    expect(await pendingConnections.find(pending.id, pending.expiresAt)).toBeUndefined()
    expect(await pendingConnections.find(pendingId(), now)).toBeUndefined()
  })

  test('is not kept twice by one OAuth request', async () => {
    const person = somebody()
    const one = once()
    const first = pendingOf(person, {}, one)
    await pendingConnections.keep(first, one, minutes(30))
    const again = pendingOf(person, {}, one)
    expect(await pendingConnections.keep(again, one, minutes(60))).toBe('used')
    expect(await pendingConnections.find(again.id, now)).toMatchObject({
      pending: { tokenId: first.tokenId },
    })
    expect((await identityClaims.find(person.identity))?.dueAt).toEqual(minutes(30))
  })

  test('is not kept for a linked identity, or one that is being disconnected', async () => {
    const { person } = await newcomer()
    expect(await pendingConnections.keep(pendingOf(person), once(), minutes(30))).toBe('conflict')
    const leaving = somebody()
    await identityClaims.beginDisconnecting(leaving.identity, once(), now, false)
    expect(await pendingConnections.keep(pendingOf(leaving), once(), minutes(30))).toBe('conflict')
  })

  test('accepts one token at a time', async () => {
    const person = somebody()
    const pending = pendingOf(person)
    await pendingConnections.keep(pending, once(), minutes(30))
    const later = tokenId()
    expect(await pendingConnections.handOver(pending.id, pending.tokenId, later, waitsForNobody)).toBe(true)
    expect(await pendingConnections.handOver(pending.id, pending.tokenId, tokenId(), waitsForNobody)).toBe(
      false,
    )
    const early = registrationOf(person, pending)
    expect(await registrations.complete(early, now)).toEqual({ kind: 'used' })
    const registration = registrationOf(person, { ...pending, tokenId: later })
    expect(await registrations.complete(registration, now)).toEqual({ kind: 'registered' })
    expect(await pendingConnections.handOver(pending.id, later, tokenId(), waitsForNobody)).toBe(false)
    expect(await pendingConnections.handOver(pendingId(), later, tokenId(), waitsForNobody)).toBe(false)
  })

  test('gets another token with the use of its ticket, once', async () => {
    const pending = pendingOf(somebody())
    await pendingConnections.keep(pending, once(), minutes(30))
    const ticket = { of: 'ticket', id: pending.id, expiresAt: minutes(10) } as const
    const next = tokenId()
    const handOver = (from: typeof next, to: typeof next) =>
      pendingConnections.handOver(pending.id, from, to, waitsForNobody, { ticket, now })
    expect(await handOver(tokenId(), next)).toBe(false)
    expect(await handOver(pending.tokenId, next)).toBe(true)
    expect(await handOver(next, tokenId())).toBe(false)
    expect(await tickets.take(ticket)).toBe(false)
    expect(await pendingConnections.find(pending.id, now)).toMatchObject({ pending: { tokenId: next } })
  })

  test('is found so many times with a change, whatever token it has by then', async () => {
    const person = somebody()
    const pending = pendingOf(person)
    await pendingConnections.keep(pending, once(), minutes(30))
    const next = { ...pending, tokenId: tokenId() }
    const find = () => pendingConnections.findCounted(pending.id, 2, now)
    expect(await find()).toEqual({ kind: 'open', pending })
    await pendingConnections.handOver(pending.id, pending.tokenId, next.tokenId, waitsForNobody)
    expect(await find()).toEqual({ kind: 'open', pending: next })
    expect(await find()).toBe('exhausted')
    expect(await pendingConnections.find(pending.id, now)).toEqual({ kind: 'open', pending: next })
    await registrations.complete(registrationOf(person, next), now)
    expect(await find()).toBe('exhausted')
    expect(await pendingConnections.findCounted(pendingId(), 2, now)).toBeUndefined()
  })

  test('records its end, and nothing else', async () => {
    const { pending } = await newcomer()
    expect(await pendingConnections.find(pending.id, now)).toEqual({ kind: 'ended', end: 'registered' })
  })
})

describe('disconnecting', () => {
  test('begins with a mark that is due in a minute, and ends without a claim', async () => {
    const { identity } = somebody()
    expect(await identityClaims.beginDisconnecting(identity, once(), now, false)).toEqual({ kind: 'begun' })
    expect(await identityClaims.find(identity)).toEqual({
      ...identity,
      state: 'disconnecting',
      dueAt: minutes(1),
      shared: false,
    })
    expect(await identityClaims.beginDisconnecting(identity, once(), now, false)).toEqual({
      kind: 'disconnecting',
    })
    await identityClaims.endDisconnecting(identity)
    expect(await identityClaims.find(identity)).toBeUndefined()
    await identityClaims.endDisconnecting(identity)
  })

  test('of a linked identity is refused, and cannot end', async () => {
    const { person } = await newcomer()
    expect(await identityClaims.beginDisconnecting(person.identity, once(), now, false)).toEqual({
      kind: 'linked',
    })
    await identityClaims.endDisconnecting(person.identity)
    expect((await identityClaims.find(person.identity))?.state).toBe('linked')
  })

  test('happens once per OAuth request', async () => {
    const one = once()
    await identityClaims.beginDisconnecting(somebody().identity, one, now, false)
    const other = somebody().identity
    expect(await identityClaims.beginDisconnecting(other, one, now, false)).toEqual({ kind: 'used' })
    expect(await identityClaims.find(other)).toBeUndefined()
    expect(await identityClaims.beginDisconnecting(other, 'written_before', now, false)).toEqual({
      kind: 'begun',
    })
  })

  test('of a pending identity is refused only to a person who finished, and stops the pending visit', async () => {
    const person = somebody()
    const pending = pendingOf(person)
    await pendingConnections.keep(pending, once(), minutes(30))
    expect(await identityClaims.beginDisconnecting(person.identity, once(), now, false)).toEqual({
      kind: 'begun',
    })
    expect(await registrations.complete(registrationOf(person, pending), now)).toEqual({
      kind: 'identity_gone',
    })
    await identityClaims.endDisconnecting(person.identity)
    expect(await registrations.complete(registrationOf(person, pending), now)).toEqual({
      kind: 'identity_gone',
    })
    await expectInvariants(client, tableName)
  })
})

describe('a ticket', () => {
  const useOf = ({ transactionId: id, expiresAt }: ReturnType<typeof once>) =>
    ({ of: 'transaction', id, expiresAt }) as const

  test('is taken once, with its visit', async () => {
    const visit = once()
    expect([await tickets.take(useOf(visit)), await tickets.take(useOf(visit))]).toEqual([true, false])
    expect(await pendingConnections.keep(pendingOf(somebody(), {}, visit), visit, minutes(30))).toBe('used')
    expect(await tickets.refuse(visit)).toBe(false)
  })

  test('is not taken after its visit has had an effect', async () => {
    const visit = once()
    await pendingConnections.keep(pendingOf(somebody(), {}, visit), visit, minutes(30))
    expect(await tickets.take(useOf(visit))).toBe(false)
  })

  test('is taken although the provider has refused its visit the second time', async () => {
    const visit = once()
    await tickets.refuse(visit)
    expect([await tickets.take(useOf(visit)), await tickets.take(useOf(visit))]).toEqual([true, false])
  })

  test('finds what another request of its visit has left', async () => {
    const visit = once()
    expect(await tickets.traceOf(visit)).toBeUndefined()
    await tickets.refuse({ ...visit, trace: { at: minutes(1) } })
    expect(await tickets.traceOf(visit)).toEqual({ at: minutes(1), refused: true })
    const pending = pendingOf(somebody(), {}, visit)
    const trace = { at: pending.createdAt, pendingId: pending.id, refused: false }
    await pendingConnections.keep(pending, visit, minutes(30))
    expect(await tickets.awaitTrace(visit)).toEqual(trace)
    await pendingConnections.decline(pending, now)
    expect(await tickets.awaitTrace(visit)).toEqual(trace)
  })

  test('of a pending visit is taken once, and leaves the visit open', async () => {
    const pending = pendingOf(somebody())
    await pendingConnections.keep(pending, once(), minutes(30))
    const use = { of: 'ticket', id: pending.id, expiresAt: minutes(10) } as const
    expect([await tickets.take(use), await tickets.take(use)]).toEqual([true, false])
    expect((await pendingConnections.find(pending.id, now))?.kind).toBe('open')
  })
})
