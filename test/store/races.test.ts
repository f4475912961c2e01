import { afterEach, describe, expect, test } from 'vitest'
import { identityMethod } from '../../lib/domain/member/member.ts'
import { sure } from '../support/people.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import { now, once, registrationOf, sessionOf, somebody, tokenId, waitsForNobody } from './cast.ts'
import { freshScene } from './scene.ts'

const { client, tableName, store, waiting } = await freshScene()
afterEach(() => expectInvariants(client, tableName))

const times = <Answer>(count: number, act: (index: number) => Promise<Answer>): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)))

/** Counts each result. */
function tally(responses: readonly (string | { readonly kind: string })[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const response of responses) {
    const kind = typeof response === 'string' ? response : response.kind
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

const membersNow = async (): Promise<number> =>
  (await scan(client, tableName)).filter(({ kind }) => kind === 'member').length

describe('at the same moment', () => {
  test('thirty visits of one identity make one member', async () => {
    const person = somebody()
    const visits = await times(30, () => waiting(person))
    const before = await membersNow()
    const responses = await times(30, (index) => {
      const pending = visits[index] ?? visits[0]
      if (pending === undefined) throw new Error('there is no visit')
      return store.registrations.complete(registrationOf(person, pending), now)
    })
    expect(tally(responses)).toEqual({ registered: 1, identity_linked: 29 })
    expect(await membersNow()).toBe(before + 1)
  })

  test('twenty uses of one token make one member', async () => {
    const person = somebody()
    const pending = await waiting(person)
    const responses = await times(20, () =>
      store.registrations.complete(registrationOf(person, pending), now),
    )
    expect(tally(responses)).toEqual({ registered: 1, used: 19 })
  })

  test.each(['email', 'phone', 'ci'] as const)(
    'twenty identities with one %s make one member',
    async (item) => {
      const shared = somebody()
      const people = Array.from({ length: 20 }, () => ({ ...somebody(), [item]: shared[item] }))
      const responses = await Promise.all(
        people.map(async (person) => {
          const pending = await waiting(person)
          return store.registrations.complete(registrationOf(person, pending), now)
        }),
      )
      const refusal = { email: 'contact_claimed', phone: 'contact_claimed', ci: 'person_known' }[item]
      expect(tally(responses)).toEqual({ registered: 1, [refusal]: 19 })
    },
  )

  test('twenty sign-ins by one OAuth request open one session', async () => {
    const person = somebody()
    const registration = registrationOf(person, await waiting(person))
    await store.registrations.complete(registration, now)
    const one = once()
    const open = () =>
      store.sessions.open(sessionOf(registration.member.id, person), identityMethod(person.identity), one)
    expect(tally(await times(20, open))).toEqual({ opened: 1, used: 19 })
  })

  test('twenty renewals of one generation make one next one', async () => {
    const person = somebody()
    const { session, ...registration } = registrationOf(person, await waiting(person))
    await store.registrations.complete({ ...registration, session }, now)
    const responses = await times(20, (index) =>
      store.sessions.rotate({ ...session, generation: 1, refreshHash: `hash-${index}` }, 0),
    )
    expect(tally(responses)).toEqual({ rotated: 1, moved_on: 19 })
  })

  test('twenty uses of one ticket get it once', async () => {
    const { transactionId: id, expiresAt } = once()
    const taken = await times(20, () => store.tickets.take({ of: 'transaction', id, expiresAt }))
    expect(taken.filter(Boolean)).toHaveLength(1)
  })

  test('twenty new tokens for one visit leave one valid token', async () => {
    const pending = await waiting(somebody())
    const answers = await times(20, () =>
      store.pendingConnections.handOver(pending.id, pending.tokenId, tokenId(), waitsForNobody),
    )
    expect(answers.filter(Boolean)).toHaveLength(1)
  })

  test('an identity is registered or disconnected, never both', async () => {
    const endings = await times(20, async (index) => {
      const person = somebody()
      const pending = await waiting(person)
      const register = () => store.registrations.complete(registrationOf(person, pending), now)
      const decline = () => store.identityClaims.beginDisconnecting(person.identity, once(), now, false)
      const acts = index % 2 === 0 ? [register(), decline()] : [decline(), register()]
      return Object.keys(tally(await Promise.all<string | { readonly kind: string }>(acts)))
        .toSorted()
        .join()
    })
    expect(['linked,registered', 'begun,identity_gone']).toEqual(expect.arrayContaining(endings))
  })

  test('no session outlives the end of all sessions', async () => {
    const person = somebody()
    const registration = registrationOf(person, await waiting(person))
    await store.registrations.complete(registration, now)
    const { id } = registration.member
    const sessions = Array.from({ length: 20 }, () => sessionOf(id, person))
    const opened = sessions.map((session) =>
      store.sessions.open(session, identityMethod(person.identity), once()),
    )
    const by = { memberId: id, sessionId: registration.session.id }
    expect(await store.sessions.endAll(by, now)).toBeDefined()
    expect(tally(await Promise.all(opened))).toEqual({ opened: 20 })
    const stored = sure(await store.sessions.list(id)).sessions
    expect(stored).toHaveLength(20)
    for (const session of stored) {
      const record = await store.members.findBySession(id, session.id, now)
      // A sign-in that came later belongs to the time after the end.
      expect(record !== undefined).toBe(session.credentialsVersion === 1)
    }
  })
})
