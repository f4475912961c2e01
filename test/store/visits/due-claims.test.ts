import { afterEach, describe, expect, test } from 'vitest'
import { expectInvariants } from '../../support/scan.ts'
import { minutes, now, once, overdueClaims, pendingOf, registrationOf, somebody } from '../cast.ts'
import { freshScene } from '../scene.ts'

const { client, tableName, store } = await freshScene()
const { dueClaims, identityClaims, pendingConnections, registrations } = store
afterEach(() => expectInvariants(client, tableName))

/** An identity that is pending until then. */
async function waitsUntil(dueAt: Date) {
  const person = somebody()
  const pending = pendingOf(person, { shared: true })
  await pendingConnections.keep(pending, once(), dueAt)
  const claim = { ...person.identity, state: 'pending' as const, dueAt, shared: true }
  return { person, pending, claim }
}

const due = async (at: Date) => (await overdueClaims(dueClaims, at)).map(({ subject }) => subject)

describe('a due identity', () => {
  test('is listed, the longest overdue first', async () => {
    const [late, early, later] = [
      await waitsUntil(minutes(20)),
      await waitsUntil(minutes(10)),
      await waitsUntil(minutes(30)),
    ]
    const subjects = [early, late, later].map(({ person }) => person.identity.subject)
    expect(await due(minutes(9))).toEqual([])
    expect(await due(minutes(20))).toEqual(subjects.slice(0, 2))
    expect(await due(minutes(30))).toEqual(subjects)
    const all = await overdueClaims(dueClaims, minutes(30))
    for (const claim of all) await dueClaims.take(claim, minutes(999))
  })

  test('is taken by one sweep, for a limited time', async () => {
    const { claim } = await waitsUntil(minutes(40))
    expect(await dueClaims.take(claim, minutes(45))).toBe(true)
    expect(await dueClaims.take(claim, minutes(46))).toBe(false)
    const taken = { ...claim, state: 'disconnecting', dueAt: minutes(45), attempts: 1 }
    expect(await identityClaims.find(claim)).toEqual(taken)
    expect(await due(minutes(44))).toEqual([])
    const [again] = await overdueClaims(dueClaims, minutes(45))
    expect(again).toEqual(taken)
    expect(again && (await dueClaims.take(again, minutes(900)))).toBe(true)
    expect((await identityClaims.find(claim))?.attempts).toBe(2)
  })

  test('is skipped when its person returned or finished', async () => {
    const renewed = await waitsUntil(minutes(50))
    await pendingConnections.keep(pendingOf(renewed.person), once(), minutes(80))
    expect(await dueClaims.take(renewed.claim, minutes(55))).toBe(false)
    await registrations.complete(registrationOf(renewed.person, renewed.pending), now)
    expect(await dueClaims.take({ ...renewed.claim, dueAt: minutes(80) }, minutes(85))).toBe(false)
    expect((await identityClaims.find(renewed.claim))?.state).toBe('linked')
  })

  test('is taken only when something is due', async () => {
    const { dueAt, ...claim } = (await waitsUntil(minutes(90))).claim
    expect(await dueClaims.take(claim, minutes(91))).toBe(false)
  })

  test('is given up for good, until the same person returns', async () => {
    const { claim, person } = await waitsUntil(minutes(40))
    await dueClaims.giveUp(claim)
    expect((await identityClaims.find(claim))?.state).toBe('pending')
    await dueClaims.take(claim, minutes(41))
    await dueClaims.giveUp(claim)
    expect(await identityClaims.find(claim)).toEqual({
      ...person.identity,
      state: 'not_revocable',
      shared: true,
      attempts: 1,
    })
    expect(await due(minutes(500))).not.toContain(person.identity.subject)
    expect(await pendingConnections.keep(pendingOf(person), once(), minutes(99))).toBe('kept')
    expect(await identityClaims.find(claim)).toEqual({
      ...person.identity,
      state: 'pending',
      shared: false,
      dueAt: minutes(99),
    })
  })
})
