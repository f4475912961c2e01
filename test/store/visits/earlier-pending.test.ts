import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { keys } from '../../../lib/store/table/schema.ts'
import {
  addingOf,
  minutes,
  now,
  once,
  pendingId,
  pendingOf,
  registrationOf,
  sessionOf,
  somebody,
  tokenId,
  waitsForNobody,
} from '../cast.ts'
import { freshScene } from '../scene.ts'

/*
 * A pending visit lies in the record that its OAuth request is used. A build before kept a row of its own for it, beside
 * that record, and such a visit goes on.
 */

const { client, store, tableName, newcomer } = await freshScene()
const atOnce = (effects: readonly (() => Promise<string>)[]) => Promise.all(effects.map((effect) => effect()))
const itemAt = async (key: { readonly PK: string; readonly SK: string }) =>
  (await client.send(new GetCommand({ TableName: tableName, Key: { ...key } }))).Item

describe('a pending visit', () => {
  test('is the record that its OAuth request is used, and leaves no other', async () => {
    const pending = pendingOf(somebody())
    expect(await store.pendingConnections.keep(pending, {}, minutes(30))).toBe('kept')
    const record = keys.once('transaction', pending.transactionId)
    expect(keys.pending(pending.id)).toEqual(record)
    expect(await itemAt(record)).toMatchObject({ kind: 'pending', state: 'open' })
    const again = { of: 'transaction', id: pending.transactionId, expiresAt: minutes(10) } as const
    expect(await store.tickets.take(again)).toBe(false)
    expect(await store.tickets.refuse(once({ transactionId: pending.transactionId }))).toBe(false)
  })

  test('still says that its OAuth request is used when it has ended', async () => {
    const person = somebody()
    const pending = pendingOf(person)
    await store.pendingConnections.keep(pending, {}, minutes(30))
    expect((await store.registrations.complete(registrationOf(person, pending), now)).kind).toBe('registered')
    const other = pendingOf(somebody(), {}, pending)
    expect(await store.pendingConnections.keep(other, {}, minutes(30))).toBe('used')
    expect(await store.pendingConnections.find(pending.id, now)).toEqual({ kind: 'ended', end: 'registered' })
  })

  test('leaves no other effect to its OAuth request, whoever comes by it, also when they come at once', async () => {
    const member = await newcomer()
    for (let round = 0; round < 20; round += 1) {
      const visit = once()
      const effects = [
        () => store.pendingConnections.keep(pendingOf(somebody(), {}, visit), visit, minutes(30)),
        async () =>
          (await store.sessions.open(sessionOf(member.memberId, member.person), member.way, visit)).kind,
        () => store.links.add(addingOf(somebody(), member.session), visit, now),
        async () =>
          (await store.identityClaims.beginDisconnecting(somebody().identity, visit, now, false)).kind,
        async () => ((await store.tickets.refuse(visit)) ? 'refused' : 'used'),
      ]
      const first = effects[round % effects.length]
      if (first === undefined) throw new Error('a round has its effect')
      // The refusal of a provider gives way to one effect, and to no more.
      const results = round < 10 ? [await first(), ...(await atOnce(effects))] : await atOnce(effects)
      const acted = results.filter((result) => result !== 'used' && result !== 'refused')
      expect(acted).toHaveLength(1)
    }
  })

  test('takes the native access token that opened it, once', async () => {
    const accessToken = { hash: 'hash-of-a-token', expiresAt: minutes(60) }
    const keep = () => store.pendingConnections.keep(pendingOf(somebody()), { accessToken }, minutes(30))
    expect([await keep(), await keep()]).toEqual(['kept', 'used'])
  })

  test('of two callbacks at once is kept once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [visit, person] = [once(), somebody()]
      const kept = await Promise.all(
        [person, person, somebody()].map((one) =>
          store.pendingConnections.keep(pendingOf(one, {}, visit), visit, minutes(30)),
        ),
      )
      expect(kept.toSorted()).toEqual(['kept', 'used', 'used'])
    }
  })
})

describe('a pending visit of a build before', () => {
  /** A row of its own, as that build wrote it. */
  async function earlier() {
    const person = somebody()
    const pending = pendingOf(person, { id: pendingId() })
    await store.pendingConnections.keep(pending, {}, minutes(30))
    expect(await itemAt({ PK: `PENDING#${pending.id}`, SK: 'PENDING' })).toMatchObject({ state: 'open' })
    return { person, pending }
  }

  test('is found, gets another token, and ends with a registration, once', async () => {
    const { person, pending } = await earlier()
    expect(await store.pendingConnections.find(pending.id, now)).toEqual({ kind: 'open', pending })
    const next = tokenId()
    expect(await store.pendingConnections.handOver(pending.id, pending.tokenId, next, waitsForNobody)).toBe(
      true,
    )
    const complete = () =>
      store.registrations.complete(registrationOf(person, { ...pending, tokenId: next }), now)
    expect([(await complete()).kind, (await complete()).kind]).toEqual(['registered', 'used'])
    expect(await store.pendingConnections.find(pending.id, now)).toEqual({ kind: 'ended', end: 'registered' })
  })

  test('can be declined', async () => {
    const { pending } = await earlier()
    expect(await store.pendingConnections.decline(pending, now)).toEqual({ kind: 'declined' })
  })
})
