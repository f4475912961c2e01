import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ids } from '../../lib/runtime/ids.ts'
import { sure } from '../support/people.ts'
import { raceRounds } from '../support/runs.ts'
import { expectInvariants } from '../support/scan.ts'
import { addingOf, minutes, now, once, sessionOf, somebody, withdrawalOf } from './cast.ts'
import { freshScene } from './scene.ts'

// A table for each race: the embedded database slows down as a table grows.
let scene = await freshScene()
beforeEach(async () => {
  scene = await freshScene()
})
afterEach(() => expectInvariants(scene.client, scene.tableName))

/** A table for the whole members of a race. */
const fewerRounds = Math.min(30, raceRounds)

/** Runs a race, with either side first in turns. Counts each pair of results. */
async function race(
  contest: () => Promise<readonly [() => Promise<string>, () => Promise<string>]>,
  times = raceRounds,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (let round = 0; round < times; round += 1) {
    const [one, other] = await contest()
    const responses =
      round % 2 === 0
        ? await Promise.all([one(), other()])
        : (await Promise.all([other(), one()])).toReversed()
    const words = responses.join(' ')
    counts[words] = (counts[words] ?? 0) + 1
  }
  return counts
}

const onlyThese = (counts: Record<string, number>, ...legal: string[]) =>
  expect(legal).toEqual(expect.arrayContaining(Object.keys(counts)))

describe('at the same moment, many times', () => {
  test('a member links an identity or withdraws: no identity stays with a withdrawn member', async () => {
    const { store, newcomer } = scene
    const counts = await race(async () => {
      const { member, session, person } = await newcomer()
      const added = somebody()
      return [
        () => store.links.add(addingOf(added, session), once(), now),
        () => store.withdrawals.begin(withdrawalOf([person], member, session), now),
      ]
    })
    onlyThese(counts, 'linked conflict', 'session_ended withdrawn')
  }, 60_000)

  test('a session is renewed or ends with the account: no renewed session survives', async () => {
    const { store, newcomer } = scene
    const counts = await race(async () => {
      const { member, session, person } = await newcomer()
      const next = { ...session, generation: 1, refreshHash: 'hash-1', rotatedAt: minutes(1) }
      return [
        () => store.sessions.rotate(next, 0),
        async () => {
          const left = await store.withdrawals.begin(withdrawalOf([person], member, session), minutes(1))
          const found = sure(await store.sessions.find(member.id, session.id))
          expect(found.authState.status).toBe('withdrawn')
          expect(found.session.credentialsVersion < found.authState.credentialsVersion).toBe(true)
          return left
        },
      ]
    })
    onlyThese(counts, 'rotated withdrawn', 'not_active withdrawn')
  }, 60_000)

  test('a session is renewed or ends with a deactivation', async () => {
    const { store, newcomer } = scene
    const counts = await race(async () => {
      const { member, session } = await newcomer()
      const next = { ...session, generation: 1, refreshHash: 'hash-1', rotatedAt: minutes(1) }
      const event = { id: ids.record(), type: 'member.deactivated', at: minutes(1) } as const
      const { id: memberId, version } = member
      const pause = { memberId, version, sessionId: session.id, deactivationId: ids.deactivation(), event }
      return [() => store.sessions.rotate(next, 0), () => store.deactivations.begin(pause, minutes(1))]
    })
    onlyThese(counts, 'rotated deactivated', 'not_active deactivated')
  }, 60_000)

  test('a member signs in or withdraws: nobody is signed in to a closed account', async () => {
    const { store, newcomer } = scene
    const counts = await race(async () => {
      const { member, session, person, way } = await newcomer()
      const another = sessionOf(member.id, person, { createdAt: minutes(1) })
      return [
        async () => (await store.sessions.open(another, way, once())).kind,
        async () => {
          const left = await store.withdrawals.begin(withdrawalOf([person], member, session), minutes(1))
          const { member: after, sessions } = sure(await store.sessions.list(member.id))
          const versions = sessions.map(({ credentialsVersion }) => credentialsVersion)
          expect(versions.every((version) => version < after.credentialsVersion)).toBe(true)
          return left
        },
      ]
    }, fewerRounds)
    onlyThese(counts, 'opened withdrawn', 'not_active withdrawn')
  }, 60_000)

  test('a provider unlinks an identity or its member withdraws: the identity leads to the member, or nowhere', async () => {
    const { store, newcomer } = scene
    const counts = await race(async () => {
      const { member, session, person } = await newcomer()
      const { identity } = person
      const event = { id: ids.record(), type: 'identity.unlinked', at: now, identity } as const
      const cut = {
        identity,
        member: { ...member, version: 1 },
        isLast: false,
        survivors: [session],
        event,
        messages: [],
      }
      return [
        () => store.unlinksByProvider.unlink(cut),
        () => store.withdrawals.begin(withdrawalOf([person], member, session), now),
      ]
    }, fewerRounds)
    onlyThese(counts, 'unlinked_by_provider conflict', 'conflict withdrawn')
  }, 60_000)

  test('a member who withdraws on two devices withdraws once', async () => {
    const { store, newcomer } = scene
    const counts = await race(async () => {
      const { member, session, person } = await newcomer()
      const leave = () => store.withdrawals.begin(withdrawalOf([person], member, session), now)
      return [leave, leave]
    }, fewerRounds)
    onlyThese(
      counts,
      'withdrawn conflict',
      'conflict withdrawn',
      'withdrawn session_ended',
      'session_ended withdrawn',
    )
  }, 60_000)
})
