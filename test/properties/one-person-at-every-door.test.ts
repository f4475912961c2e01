import { describe, expect, it } from 'vitest'
import { isProvenPerson } from '../../lib/domain/leads/person.ts'
import { identityMethod, type Member } from '../../lib/domain/member/member.ts'
import type { CiHash, ProviderProfile } from '../../lib/domain/values/evidence.ts'
import type { MemberId } from '../../lib/domain/values/ids.ts'
import { ci, identityAt, sure } from '../support/people.ts'
import { accountKey, mailbox, mailboxes, numbers, passwords, residents } from './game/cast.ts'
import { type GameWorld, hashed, openGame } from './game/game-world.ts'
import { Person, type Reply } from './game/person.ts'

/*
 * A mother and her child share a mailbox and a phone. Whichever door the child comes through, with whatever proof: no
 * identity of a person with one CI leads to the account of a person with another.
 */

const childCi = ci('c')
const kakao = identityAt('kakao', '8001')
const google = identityAt('google', '8002')
const name = '김다은'

interface Scene {
  readonly world: GameWorld
  readonly child: Person
  /** The mother's account. */
  readonly mother: MemberId
  readonly ci: CiHash | undefined
}

const whose = (profile: Pick<ProviderProfile, 'email' | 'phone' | 'ci' | 'name'>, world: GameWorld) => {
  const account = { owner: 'vera' as const, profile: { identity: kakao, refused: [], terms: [], ...profile } }
  world.accounts.set(accountKey(account), account)
  return account
}

async function admit(world: GameWorld, about: Partial<Member>): Promise<MemberId> {
  const at = world.clock.now()
  const member: Member = {
    id: world.ids.member(),
    status: 'active',
    version: 1,
    name,
    ways: ['email'],
    attributes: {},
    locale: 'ko',
    credentialsVersion: 0,
    createdAt: at,
    ...about,
  }
  const identities = member.ways.includes(identityMethod(kakao)) ? [{ ...kakao, linkedAt: at }] : []
  await world.imports.add({
    member,
    ...(member.ways.includes('password') && { passwordHash: hashed(passwords.vera) }),
    identities,
    consents: [],
    event: { id: world.ids.record(), type: 'member.imported', at },
  })
  return member.id
}

const email = { value: mailboxes.vera, trust: 'vouched' } as const
const enter = (child: Person) => child.useCode(mailbox('vera'))

/** Every door that may attach an identity, an address or another account to the mother's account. */
const doors: Readonly<Record<string, (scene: Scene) => Promise<Reply>>> = {
  'a full match (row 5)': async ({ world, child, ci }) =>
    child.agree(await child.come(whose({ name, email, ...(ci && { ci }) }, world))),
  'a partial match and a sign-in (row 7)': async ({ world, child, ci }) => {
    const once = { ...email, trust: 'verified_once' as const }
    const reply = await child.come(whose({ name, email: once, ...(ci && { ci }) }, world))
    await enter(child)
    return child.agree(reply)
  },
  'a match with several (row 9)': async ({ world, child, ci }) => {
    await admit(world, {
      phone: { value: numbers.vera, verified: true, provenAt: world.clock.now() },
      ways: ['phone', 'password'],
    })
    const phone = { value: numbers.vera, trust: 'vouched' } as const
    const reply = await child.come(whose({ name, email, phone, ...(ci && { ci }) }, world))
    await enter(child)
    return child.agree(reply)
  },
  'adding a provider (row 14)': async ({ world, child, ci }) => {
    await enter(child)
    return child.come(whose({ ...(ci && { ci }) }, world), child.last)
  },
  'adding the provider of another account (row 16)': async ({ world, child, ci }) => {
    await admit(world, { ways: [identityMethod(kakao)], ...(ci && { ci }) })
    await enter(child)
    return child.agree(await child.come(whose({}, world), child.last))
  },
  'a typed address with its code': async ({ world, child, ci }) => {
    const reply = await child.come(whose({ name, ...(ci && { ci }) }, world))
    const asked = await child.signUp(reply, [mailbox('vera')])
    // An equal CI asks before any address does.
    if (asked.outcome === 'link_proof_required') await enter(child)
    return child.agree(asked)
  },
  'an account of the own choice': async ({ world, child, ci }) => {
    const reply = await child.come(whose({ name, ...(ci && { ci }) }, world))
    await enter(child)
    // An equal CI asks before the visitor names the account.
    return reply.outcome === 'registration_required' ? child.linkOwn(reply) : child.agree(reply)
  },
}

/** What the mother's account knows of her CI. */
const mothers = {
  'no CI': {},
  'an unproven CI': { ci: residents.vera, identityUnproven: true },
  'a proven CI': { ci: residents.vera },
} as const satisfies Readonly<Record<string, Partial<Member>>>

const visitors = { 'no CI': undefined, "the mother's CI": residents.vera, 'another CI': childCi }

async function sceneOf(about: Partial<Member>, ci: CiHash | undefined): Promise<Scene> {
  const world = openGame()
  const mother = await admit(world, {
    email: { value: mailboxes.vera, verified: true },
    phone: { value: numbers.mallory, verified: true, provenAt: world.clock.now() },
    ways: ['email', 'phone', identityMethod(google)],
    ...about,
  })
  return { world, child: new Person(world, 'vera'), mother, ci }
}

const cases = Object.keys(doors).flatMap((door) =>
  Object.keys(mothers).flatMap((mother) => Object.keys(visitors).map((visitor) => [door, mother, visitor])),
)

describe('one person at every door', () => {
  it.each(cases)('%s, an account with %s, a person with %s', async (door, mother, visitor) => {
    const about = sure(new Map<string, Partial<Member>>(Object.entries(mothers)).get(mother))
    const ci = new Map(Object.entries(visitors)).get(visitor)
    const scene = await sceneOf(about, ci)
    const reply = await sure(doors[door])(scene)
    const claim = await scene.world.identityClaims.find(kakao)
    const areTwo = about.ci !== undefined && isProvenPerson(about) && ci !== undefined && ci !== about.ci
    if (!areTwo) {
      expect(['linked', 'signed_in', 'merged']).toContain(reply.outcome)
      expect(claim?.memberId).toBe(scene.mother)
      return
    }
    expect(claim?.memberId).not.toBe(scene.mother)
    expect(['linked', 'signed_in', 'merged']).not.toContain(reply.outcome)
  })
})
