import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contactReleaseOf } from '../../lib/domain/leads/release.ts'
import { identityMethod } from '../../lib/domain/member/member.ts'
import { maxCodeAttempts, type VerificationId } from '../../lib/domain/values/verification.ts'
import { keys } from '../../lib/store/table/schema.ts'
import { at } from '../domain/leads/holders.ts'
import { raceRounds } from '../support/runs.ts'
import { expectInvariants, scan } from '../support/scan.ts'
import {
  addingOf,
  addressRegistrationOf,
  linkingOf,
  minutes,
  now,
  once,
  registrationOf,
  removalOf,
  sessionOf,
  somebody,
  tokenId,
} from './cast.ts'
import { codeTo, matching, messageOf, proven, somewhere } from './codes.ts'
import { freshScene } from './scene.ts'

// A table for each race: the embedded database slows down as a table grows.
let scene = await freshScene()
beforeEach(async () => {
  scene = await freshScene()
})
afterEach(() => expectInvariants(scene.client, scene.tableName))

/** A table for races that use up whole members. */
const fewerRounds = Math.min(30, raceRounds)
/** The number of parallel rounds: enough to collide, and few enough for a laptop. */
const lanes = 10

type Answered = string | boolean | undefined | { readonly kind: string }
const wordOf = (response: Answered): string =>
  typeof response === 'object' ? response.kind : String(response)

/** Runs a race many times. Counts each pair of results, in any order. */
async function race(
  contest: (round: number) => Promise<readonly Answered[]>,
  times = raceRounds,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const lane = async (first: number): Promise<void> => {
    for (let round = first; round < times; round += lanes) {
      const words = (await contest(round)).map(wordOf).toSorted().join(' ')
      counts[words] = (counts[words] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)))
  return counts
}

/** Starts both, with either one first in turns. */
const both = (round: number, one: () => Promise<Answered>, other: () => Promise<Answered>) =>
  Promise.all(round % 2 === 0 ? [one(), other()] : [other(), one()])

const total = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

/** A member with an unverified address. */
async function unverifiedHolder() {
  const person = somebody()
  const email = { value: person.email, verified: false, imported: true as const }
  return scene.newcomer(person, { email, ways: [identityMethod(person.identity)] })
}

/** The number of comparisons of a code. */
const triesOf = async (id: VerificationId): Promise<unknown> =>
  (await scan(scene.client, scene.tableName)).find(({ PK }) => PK === keys.code(id).PK)?.['tries']

describe('at the same moment, many times', () => {
  test('one identity is linked to one of two members', async () => {
    const { store, newcomer } = scene
    const [one, other] = [await newcomer(), await newcomer()]
    const responses = await race((round) => {
      const person = somebody()
      const add = (session: typeof one.session) => () =>
        store.links.add(addingOf(person, session), once(), now)
      return both(round, add(one.session), add(other.session))
    })
    expect(responses).toEqual({ 'conflict linked': raceRounds })
  })

  test('one question is answered for one of two members', async () => {
    const { store, waiting, newcomer } = scene
    const responses = await race(async (round) => {
      const person = somebody()
      const [one, other] = [await newcomer(), await newcomer()]
      const [first, second] = [await waiting(person), await waiting(person)]
      const link = (pending: typeof first, member: typeof one.member) => () =>
        store.links.complete(linkingOf(person, pending, member), now)
      return both(round, link(first, one.member), link(second, other.member))
    }, fewerRounds)
    expect(responses).toEqual({ 'elsewhere linked': fewerRounds })
  })

  test('of the last two sign-in methods, one stays', async () => {
    const { store, newcomer } = scene
    const responses = await race(async (round) => {
      const [first, second] = [somebody(), somebody()]
      const email = { value: first.email, verified: false }
      const { session } = await newcomer(first, { email, ways: [identityMethod(first.identity)] })
      await store.links.add(addingOf(second, session), once(), now)
      const remove = (person: typeof first) => () => store.links.remove(removalOf(person, session, 2), now)
      return both(round, remove(first), remove(second))
    }, fewerRounds)
    expect(responses).toEqual({ 'conflict removed': fewerRounds })
  })

  test('one address makes one member, proven by code or by a provider', async () => {
    const { store, waiting } = scene
    const responses = await race(async (round) => {
      const address = somewhere()
      const codes = [await proven(store, address), await proven(store, address)]
      const person = { ...somebody(), email: address.channel === 'email' ? address.value : somebody().email }
      const pending = await waiting(person)
      const byCode = (index: number) => async () => {
        const proof = codes[index]
        return proof && store.registrations.complete(addressRegistrationOf(proof), now)
      }
      const byProvider = () => store.registrations.complete(registrationOf(person, pending), now)
      return both(round, byCode(0), round % 4 < 2 ? byCode(1) : byProvider)
    }, fewerRounds)
    expect(responses).toEqual({ 'contact_claimed registered': fewerRounds })
  })

  test('two people verify an address that another member never verified: one gets the address', async () => {
    const { store } = scene
    const responses = await race(async (round) => {
      const { person, member } = await unverifiedHolder()
      const address = { channel: 'email', value: person.email } as const
      const releases = [contactReleaseOf(member, [address], at)]
      const proofs = [await proven(store, address), await proven(store, address)]
      const [first, second] = proofs.map(
        (proof) => () => store.registrations.complete({ ...addressRegistrationOf(proof), releases }, now),
      )
      if (first === undefined || second === undefined) throw new Error('there are two')
      return both(round, first, second)
    }, fewerRounds)
    expect(responses).toEqual({ 'contact_claimed registered': fewerRounds })
  })

  test('a pending identity is registered or taken by the sweep, never both', async () => {
    const { store, waiting } = scene
    const responses = await race(async (round) => {
      const person = somebody()
      const pending = await waiting(person)
      const claim = await store.identityClaims.find(person.identity)
      const register = () => store.registrations.complete(registrationOf(person, pending), now)
      const take = async () => claim && store.dueClaims.take(claim, minutes(60))
      return both(round, register, take)
    })
    expect(['false registered', 'identity_gone true']).toEqual(expect.arrayContaining(Object.keys(responses)))
    expect(total(responses)).toBe(raceRounds)
  })

  test('a visit is declined or registered, never both', async () => {
    const { store, waiting } = scene
    const responses = await race(async (round) => {
      const person = somebody()
      const pending = await waiting(person)
      const register = () => store.registrations.complete(registrationOf(person, pending), now)
      return both(round, register, () => store.pendingConnections.decline(pending, now))
    })
    expect(['registered used', 'declined used']).toEqual(expect.arrayContaining(Object.keys(responses)))
    expect(total(responses)).toBe(raceRounds)
  })

  test('one of two visits declines, or the other links, and a disconnected identity leads nowhere', async () => {
    const { store, waiting, newcomer } = scene
    const { session } = await newcomer()
    const responses = await race(async (round) => {
      const person = somebody()
      const [declining, adding] = [await waiting(person), await waiting(person)]
      const add = () => store.links.add({ ...addingOf(person, session), pending: adding }, once(), now)
      return both(round, add, () => store.pendingConnections.decline(declining, now))
    })
    expect(['elsewhere linked', 'conflict declined']).toEqual(expect.arrayContaining(Object.keys(responses)))
    expect(total(responses)).toBe(raceRounds)
  })
})

describe('at the same moment', () => {
  test('twenty uses of one code prove the address once', async () => {
    const { store } = scene
    const code = codeTo(somewhere())
    await store.verifications.start(code, messageOf(code))
    const tries = Array.from({ length: 20 }, () =>
      store.verifications.confirm(code.id, matching('right'), tokenId(), now),
    )
    expect((await Promise.all(tries)).filter((proof) => proof !== undefined)).toHaveLength(1)
  })

  test('twenty uses of one proof open one session', async () => {
    const { store, byAddress } = scene
    const { address, memberId } = await byAddress()
    const proof = await proven(store, address)
    const opened = await Promise.all(
      Array.from({ length: 20 }, () =>
        store.sessions.openByCode(sessionOf(memberId, somebody()), 'email', proof, now),
      ),
    )
    expect(opened.map(({ kind }) => kind).toSorted()).toEqual([
      'opened',
      ...Array.from({ length: 19 }, () => 'used'),
    ])
  })

  test('a hundred guesses are five comparisons', async () => {
    const { store } = scene
    const code = codeTo(somewhere(), { keyId: 'code-57' })
    await store.verifications.start(code, messageOf(code))
    const guess = (tried: string) => store.verifications.confirm(code.id, matching(tried), tokenId(), now)
    const proofs = await Promise.all(Array.from({ length: 100 }, (_, index) => guess(`code-${index + 100}`)))
    expect(proofs.filter((proof) => proof !== undefined)).toEqual([])
    expect(await guess('code-57')).toBeUndefined()
    const compared = await triesOf(code.id)
    expect(compared).toBe(maxCodeAttempts)
  })
})
