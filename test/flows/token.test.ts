import { describe, expect, it } from 'vitest'
import { identityMethod, type Member } from '../../lib/domain/member/member.ts'
import { Problem } from '../../lib/domain/values/problem.ts'
import type { ServiceHooks } from '../../lib/flows/ports/hooks.ts'
import type { TicketRequest } from '../../lib/flows/tickets/presented-ticket.ts'
import { redeemTicket } from '../../lib/flows/token.ts'
import { ids } from '../../lib/runtime/ids.ts'
import { withoutHooks } from '../support/hooks.ts'
import { nameOf } from '../support/kept.ts'
import { kakaoIdentity, memberOf, profileOf, sure } from '../support/people.ts'
import { beginning, openWorld, problemOf, type TestWorld } from '../support/world.ts'
import {
  codeChallenge,
  codeVerifier,
  direct,
  redeemed,
  redirected,
  registrationOf,
  sessionOf,
} from './visits.ts'

const visitor = kakaoIdentity('9001')

const ticketOf = async (world: TestWorld, clientId = 'web'): Promise<TicketRequest> => {
  const { ticket, browserSecret } = await redirected(world, clientId)
  return { ticket, codeVerifier, browserSecret }
}

const admitVisitor = (world: TestWorld): Member => world.admit('9001', memberOf('9001'))

function worldOfMember(): TestWorld {
  const world = openWorld()
  admitVisitor(world)
  return world
}

/** The identity of the visitor goes to another member. */
function passOn(world: TestWorld): Member {
  for (const [id, member] of world.kept.members) world.kept.members.set(id, { ...member, ways: [] })
  return world.admit('9001', memberOf('9002', { ways: [identityMethod(visitor)] }))
}

describe('a ticket', () => {
  it('gives a new visitor the response of the direct callback', async () => {
    const [byTicket, atOnce] = [
      registrationOf(await redeemed(openWorld())),
      registrationOf(await direct(openWorld())),
    ]
    const { registerToken: _, ...told } = byTicket
    expect(atOnce).toMatchObject(told)
  })

  it('opens the session of a member, with the time of the original sign-in', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001'))
    const request = await ticketOf(world)
    world.pass(30)
    const { row, result } = await redeemTicket(world, request)
    expect(row).toBe(1)
    expect(result).toMatchObject({
      outcome: 'signed_in',
      created: false,
      member: { id: member.id },
      clientId: 'web',
    })
    const [session] = [...world.kept.sessions.values()]
    expect(session).toMatchObject({
      signIn: { authTime: beginning, amr: ['kakao'], identity: visitor },
      createdAt: new Date(beginning.getTime() + 30_000),
    })
  })

  it('gives the recorded problem', async () => {
    const world = openWorld()
    world.kakao.visitor = profileOf('9001', { refused: ['email'] })
    expect(await problemOf(redeemed(world))).toMatchObject({
      code: 'mandatory_items_not_agreed',
      extras: { items: ['email'], user_mapping: 'MANDATORY_ITEMS_NOT_AGREED' },
    })
  })

  it('works once', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const request = await ticketOf(world)
    await redeemTicket(world, request)
    expect((await problemOf(redeemTicket(world, request))).code).toBe('invalid_ticket')
    expect(world.kept.sessions.size).toBe(1)
  })

  it('works once when it comes twice at once', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const request = await ticketOf(world)
    const both = await Promise.allSettled([redeemTicket(world, request), redeemTicket(world, request)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(world.kept.sessions.size).toBe(1)
  })

  it('lives for a minute', async () => {
    const world = openWorld()
    const request = await ticketOf(world)
    world.pass(60)
    expect((await problemOf(redeemTicket(world, request))).code).toBe('invalid_ticket')
  })

  it.each([
    ['another verifier', { codeVerifier: 'a-verifier-that-somebody-has-guessed-wrongly-here' }],
    ['the challenge itself', { codeVerifier: codeChallenge }],
    ["no browser's secret", { browserSecret: undefined }],
    ["another browser's secret", { browserSecret: 'another' }],
  ])('is burnt by %s', async (_, over) => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const request = await ticketOf(world)
    expect((await problemOf(redeemTicket(world, { ...request, ...over }))).code).toBe('invalid_ticket')
    expect((await problemOf(redeemTicket(world, request))).code).toBe('invalid_ticket')
    expect(world.kept.sessions.size).toBe(0)
  })

  it('says that the cookie is missing to whoever has the verifier, and to nobody else', async () => {
    const errorsOf = async (over: Partial<TicketRequest>) => {
      const world = openWorld()
      const request = await ticketOf(world)
      return (await problemOf(redeemTicket(world, { ...request, browserSecret: undefined, ...over }))).extras
        .errors
    }
    expect(await errorsOf({})).toMatchObject([{ pointer: '/ticket' }])
    expect(await errorsOf({ codeVerifier: codeChallenge })).toBeUndefined()
    expect(await errorsOf({ browserSecret: 'another' })).toBeUndefined()
  })

  it('needs no browser for a client without one', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const { browserSecret: _, ...request } = await ticketOf(world, 'app')
    expect(sessionOf(await redeemTicket(world, request)).clientId).toBe('app')
  })

  it.each([['', ids.member(), 'a'.repeat(43), `${'a'.repeat(60)}.kid`]].flat())(
    'touches nothing when it was not sealed here: "%s"',
    async (ticket) => {
      const world = openWorld()
      const take = () => Promise.reject(new Error('looked for'))
      const strict = { ...world, tickets: { ...world.tickets, take } }
      expect((await problemOf(redeemTicket(strict, { ticket, codeVerifier }))).code).toBe('invalid_ticket')
    },
  )

  it('of a refusal works once, too', async () => {
    const world = openWorld()
    world.kakao.faults.redeemCode = 'unavailable'
    const request = await ticketOf(world)
    expect((await problemOf(redeemTicket(world, request))).code).toBe('provider_unavailable')
    expect((await problemOf(redeemTicket(world, request))).code).toBe('invalid_ticket')
  })

  it('of a new visitor works once, too', async () => {
    const world = openWorld()
    const request = await ticketOf(world)
    expect((await redeemTicket(world, request)).row).toBe(12)
    expect((await problemOf(redeemTicket(world, request))).code).toBe('invalid_ticket')
  })

  it('of a member who has left works once, too', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001'))
    const request = await ticketOf(world)
    world.kept.members.set(member.id, { ...member, status: 'suspended' })
    expect((await problemOf(redeemTicket(world, request))).code).toBe('member_suspended')
    world.kept.members.set(member.id, member)
    expect((await problemOf(redeemTicket(world, request))).code).toBe('invalid_ticket')
  })

  it('signs in without reading anything', async () => {
    const world = openWorld()
    world.admit('9001', memberOf('9001'))
    const request = await ticketOf(world)
    const find = () => Promise.reject(new Error('read'))
    const blind = { ...world, identityClaims: { ...world.identityClaims, find } }
    expect((await redeemTicket(blind, request)).row).toBe(1)
  })
})

describe('a hook that fails while a ticket signs in', () => {
  /** A hook that fails for one member. */
  const failingFor = ({ id }: Member): ServiceHooks => ({
    ...withoutHooks,
    tokenClaims: async (facts) => {
      if (facts.id === id) throw new Problem('hook_failed', { retryAfter: 5 })
      return {}
    },
  })

  it.each([
    ['a newcomer whom another visit has linked meanwhile', openWorld, admitVisitor],
    ['a member whose identity has changed hands meanwhile', worldOfMember, passOn],
  ])('leaves the ticket as it was: %s', async (_, open, change) => {
    const world = open()
    const request = await ticketOf(world)
    const member = change(world)
    world.hooks = failingFor(member)
    expect((await problemOf(redeemTicket(world, request))).code).toBe('hook_failed')
    world.hooks = withoutHooks
    const { member: told } = sessionOf(await redeemTicket(world, request))
    expect(told.id).toBe(member.id)
    expect((await problemOf(redeemTicket(world, request))).code).toBe('invalid_ticket')
    expect(world.kept.sessions.size).toBe(1)
  })
})

describe('a change between the callback and the ticket', () => {
  it.each([
    ['deactivated', 2, 'member_deactivated'],
    ['suspended', 3, 'member_suspended'],
    ['withdrawn', 23, 'member_withdrawn'],
  ] as const)('counts: a member who was %s meanwhile stays outside', async (status, row, code) => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001'))
    const request = await ticketOf(world)
    world.kept.members.set(member.id, { ...member, status })
    expect(await problemOf(redeemTicket(world, request))).toMatchObject({ row, code })
    expect(world.kept.sessions.size).toBe(0)
  })

  it('counts: an identity that was unlinked meanwhile starts over', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001'))
    const request = await ticketOf(world)
    world.kept.claims.delete(nameOf(visitor))
    world.kept.members.set(member.id, { ...member, ways: [] })
    expect((await problemOf(redeemTicket(world, request))).code).toBe('invalid_ticket')
  })

  it('counts: an identity that is being disconnected is asked to try again', async () => {
    const world = openWorld()
    const member = world.admit('9001', memberOf('9001'))
    const request = await ticketOf(world)
    world.kept.claims.set(nameOf(visitor), { ...visitor, state: 'disconnecting' })
    world.kept.members.set(member.id, { ...member, ways: [] })
    expect(await problemOf(redeemTicket(world, request))).toMatchObject({
      row: 20,
      code: 'provider_unavailable',
    })
  })

  it('counts: a person who signed up on another device meanwhile is signed in', async () => {
    const world = openWorld()
    const request = await ticketOf(world)
    const member = world.admit('9001', memberOf('9001'))
    const { member: told, created } = sessionOf(await redeemTicket(world, request))
    expect({ id: told.id, created }).toEqual({ id: member.id, created: false })
  })

  it('counts: a visit that ended meanwhile stays ended', async () => {
    const world = openWorld()
    const request = await ticketOf(world)
    const { pending } = sure([...world.kept.pending.values()][0])
    world.kept.pending.set(pending.id, { pending, end: 'disconnected' })
    expect((await problemOf(redeemTicket(world, request))).code).toBe('invalid_ticket')
  })

  it('never calls the provider again', async () => {
    const world = openWorld()
    await redeemed(world)
    expect(world.kakao.asked).toEqual(['redeemCode', 'fetchProfile'])
  })
})
