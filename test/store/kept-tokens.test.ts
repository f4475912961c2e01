import { describe, expect, test } from 'vitest'
import type { SealedToken, StoredProviderToken } from '../../lib/domain/visit/provider-token.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { countRequests } from '../support/count-requests.ts'
import { sure } from '../support/people.ts'
import { addingOf, linkingOf, minutes, now, once, pendingOf, removalOf, sessionOf, somebody } from './cast.ts'
import { freshScene } from './scene.ts'

const { client, store, newcomer } = await freshScene()
const { identityClaims, pendingConnections, sessions, links, unlinksByProvider, dueClaims } = store

const isSealed = (text: string): text is SealedToken => text.startsWith('sealed')
function storedToken(name: string, durable = true): StoredProviderToken {
  const sealed = `sealed ${name}`
  if (!isSealed(sealed)) throw new Error('unreachable')
  return { sealed, durable }
}
const keptOf = async ({ identity }: ReturnType<typeof somebody>) =>
  (await identityClaims.find(identity))?.kept

describe('the stored provider token', () => {
  test('is kept with a pending identity, and stays when the identity is linked', async () => {
    const person = somebody()
    const target = await newcomer()
    const pending = pendingOf(person)
    await pendingConnections.keep(pending, once(), minutes(30), storedToken('one'))
    expect(await keptOf(person)).toBe('sealed one')
    expect(await links.complete(linkingOf(person, pending, target.member), now)).toBe('linked')
    expect(await keptOf(person)).toBe('sealed one')
  })

  test('is kept with an identity that the provider unlinked and a visit connected again, until that visit ends', async () => {
    const { person, member } = await newcomer()
    const event = { id: ids.record(), type: 'identity.unlinked', at: now } as const
    const { identity } = person
    expect(
      await unlinksByProvider.unlink({ identity, member, isLast: true, survivors: [], event, messages: [] }),
    ).toBe('unlinked_by_provider')
    const claim = sure(await identityClaims.find(identity))
    await identityClaims.recordReconnection(claim, minutes(30), storedToken('short', false))
    expect(await keptOf(person)).toBe('sealed short')
    expect(await dueClaims.take(sure(await identityClaims.find(identity)), minutes(40))).toBe(true)
    expect(await keptOf(person)).toBe('sealed short')
    await identityClaims.endDisconnecting(identity, member.id)
    expect(await identityClaims.find(identity)).toMatchObject({
      state: 'unlinked_by_provider',
      memberId: member.id,
    })
    expect(await keptOf(person)).toBeUndefined()
  })

  test('is replaced by a durable token only', async () => {
    const person = somebody()
    const keep = (left: StoredProviderToken, due: number) =>
      pendingConnections.keep(pendingOf(person), once(), minutes(due), left)
    await keep(storedToken('short', false), 30)
    expect(await keptOf(person)).toBe('sealed short')
    await keep(storedToken('shorter', false), 31)
    expect(await keptOf(person)).toBe('sealed short')
    await keep(storedToken('long'), 32)
    await keep(storedToken('short again', false), 33)
    expect(await keptOf(person)).toBe('sealed long')
    await keep(storedToken('for an identity that waits for longer already'), 20)
    expect(await keptOf(person)).toBe('sealed for an identity that waits for longer already')
  })

  test('is renewed by a sign-in, which stays one transaction', async () => {
    const member = await newcomer()
    const requests = countRequests(client)
    const session = sessionOf(member.memberId, member.person)
    expect(await sessions.open(session, member.way, once(), storedToken('one'))).toEqual({
      kind: 'opened',
      lacks: [],
    })
    expect(requests.commands).toEqual(['TransactWriteItemsCommand'])
    expect(await keptOf(member.person)).toBe('sealed one')
    const again = sessionOf(member.memberId, member.person)
    await sessions.open(again, member.way, once(), storedToken('short', false))
    expect(await keptOf(member.person)).toBe('sealed one')
    const { signIn } = session
    await sessions.reauthenticate(
      member.memberId,
      session.id,
      signIn,
      member.way,
      once(),
      now,
      storedToken('two'),
    )
    expect(await keptOf(member.person)).toBe('sealed two')
  })

  test('opens no session when the identity no longer belongs to the member', async () => {
    const member = await newcomer()
    const other = sessionOf(member.memberId, somebody())
    expect(await sessions.open(other, member.way, once(), storedToken('one'))).toEqual({ kind: 'conflict' })
    expect(await sessions.find(member.memberId, other.id)).toBeUndefined()
    const { session } = member
    const elsewhere = { ...session.signIn, identity: somebody().identity }
    const asked = [
      member.memberId,
      session.id,
      elsewhere,
      member.way,
      once(),
      now,
      storedToken('one'),
    ] as const
    expect(await sessions.reauthenticate(...asked)).toBe('conflict')
  })

  test('comes at the callback of a redirect visit to the claim of a linked identity', async () => {
    const { person } = await newcomer()
    const { identity } = person
    expect(await identityClaims.storeToken(identity, storedToken('one'))).toBe(true)
    expect(await keptOf(person)).toBe('sealed one')
    expect(await identityClaims.storeToken(identity, undefined)).toBe(true)
    expect(await keptOf(person)).toBe('sealed one')
    expect(await identityClaims.storeToken(somebody().identity, storedToken('one'))).toBe(false)
  })

  test('comes with an identity that a member adds, leaves with unlinking, and ends with the connection', async () => {
    const member = await newcomer()
    const person = somebody()
    await links.add({ ...addingOf(person, member.session), storedToken: storedToken('one') }, once(), now)
    expect(await keptOf(person)).toBe('sealed one')
    await links.remove(removalOf(person, member.session, 2), now)
    expect(await identityClaims.find(person.identity)).toMatchObject({
      state: 'disconnecting',
      kept: 'sealed one',
    })
    await identityClaims.replaceStoredToken(person.identity, storedToken('two'))
    expect(await keptOf(person)).toBe('sealed two')
    await identityClaims.endDisconnecting(person.identity)
    expect(await identityClaims.find(person.identity)).toBeUndefined()
  })

  test('is kept for a refused visitor, and deleted when the provider cannot be called', async () => {
    const person = somebody()
    await identityClaims.beginDisconnecting(person.identity, once(), now, false, storedToken('one', false))
    expect(await keptOf(person)).toBe('sealed one')
    await dueClaims.giveUp(person.identity)
    expect(await identityClaims.find(person.identity)).toMatchObject({ state: 'not_revocable' })
    expect(await keptOf(person)).toBeUndefined()
  })

  test('is not replaced while the identity is not being disconnected', async () => {
    const { person } = await newcomer()
    await identityClaims.replaceStoredToken(person.identity, storedToken('one'))
    expect(await keptOf(person)).toBeUndefined()
  })

  test('is worthless once the provider unlinked the identity, and comes anew with the next sign-in', async () => {
    const member = await newcomer()
    const { identity } = member.person
    await sessions.open(sessionOf(member.memberId, member.person), member.way, once(), storedToken('one'))
    const found = await sessions.list(member.memberId)
    if (found === undefined) throw new Error('no member')
    const event = { ...member.event, id: crypto.randomUUID() }
    await unlinksByProvider.unlink({
      identity,
      member: found.member,
      isLast: true,
      survivors: [],
      event,
      messages: [],
    })
    expect(await keptOf(member.person)).toBeUndefined()
    const session = sessionOf(member.memberId, member.person)
    const restoration = {
      identity: member.identity,
      version: found.member.version + 1,
      session,
      event: { ...event, id: crypto.randomUUID() },
      messages: [],
      storedToken: storedToken('two'),
    }
    expect(await unlinksByProvider.restore(restoration, once())).toEqual({ kind: 'opened' })
    expect(await keptOf(member.person)).toBe('sealed two')
  })
})
