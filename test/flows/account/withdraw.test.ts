import { describe, expect, it } from 'vitest'
import type { Member } from '../../../lib/domain/member/member.ts'
import { withdraw } from '../../../lib/flows/account/withdraw.ts'
import { nameOf } from '../../support/kept.ts'
import { kakaoIdentity, memberOf, sure } from '../../support/people.ts'
import { beginning, openWorld, problemOf } from '../../support/world.ts'
import { direct, redeemed, sessionOf } from '../visits.ts'

const own = kakaoIdentity('9001')

async function signedIn(more: Partial<Member> = {}, stage: Parameters<typeof openWorld>[0] = {}) {
  const world = openWorld(stage)
  const member = world.admit('9001', memberOf('9001', more))
  const { accessToken: bearer } = sessionOf(await direct(world))
  world.kakao.asked.length = 0
  const claim = () => world.kept.claims.get(nameOf(own))
  return { world, member, bearer, claim, asItIs: () => sure(world.kept.members.get(member.id)) }
}

describe('leaving', () => {
  it('ends the way at the provider, keeps whom it leads to, and tells the member until when', async () => {
    const { world, bearer, claim, member, asItIs } = await signedIn()
    await withdraw(world, bearer)
    const until = new Date(beginning.getTime() + 30 * 86_400_000)
    expect(asItIs()).toMatchObject({ status: 'withdrawn', restorableUntil: until, rejoinFrom: until })
    expect(claim()).toMatchObject({ state: 'unlinked_by_provider', memberId: member.id })
    expect(world.kakao.asked).toEqual(['disconnect'])
    expect(world.kept.events.map(({ type }) => type)).toEqual(['identity.unlinked', 'member.withdrawn'])
    expect(world.mailed).toMatchObject([{ message: { kind: 'withdrawn', until } }])
  })

  it('goes by what the stage has decided', async () => {
    const closing = { graceDays: 1, rejoinAfterDays: 2 }
    const { world, bearer, asItIs } = await signedIn({}, { closing })
    await withdraw(world, bearer)
    const [day, three] = [1, 3].map((days) => new Date(beginning.getTime() + days * 86_400_000))
    expect(asItIs()).toMatchObject({ restorableUntil: day, rejoinFrom: three })
  })

  it('takes along what was linked at the same moment', async () => {
    const { world, bearer, member, asItIs } = await signedIn()
    const second = kakaoIdentity('9002')
    const begin: typeof world.withdrawals.begin = async (...asked) => {
      if (!world.kept.claims.has(nameOf(second))) {
        world.kept.claims.set(nameOf(second), { ...second, state: 'linked', memberId: member.id })
        world.kept.identities.get(member.id)?.push({ ...second, linkedAt: beginning })
        world.kept.members.set(member.id, { ...asItIs(), version: asItIs().version + 1 })
      }
      return world.withdrawals.begin(...asked)
    }
    await withdraw({ ...world, withdrawals: { begin } }, bearer)
    expect(world.kept.claims.get(nameOf(second))?.state).toBe('unlinked_by_provider')
    expect(world.kakao.asked).toEqual(['disconnect', 'disconnect'])
  })

  it('releases what a sibling service shares', async () => {
    const match = { ...openWorld().stage.match, siblingTags: ['sibling'] }
    const { world, bearer } = await signedIn({}, { match })
    await withdraw(world, bearer)
    expect(world.kakao.asked).toEqual(['release'])
  })

  it('needs a session that stands', async () => {
    const { world, bearer, asItIs } = await signedIn()
    await withdraw(world, bearer)
    expect((await problemOf(withdraw(world, bearer))).code).toBe('invalid_token')
    expect(asItIs().version).toBe(2)
  })
})

describe('who has left, at the door of the provider', () => {
  it.each([
    ['direct', direct],
    ['redirect', redeemed],
  ] as const)('is row 23 (%s), and disconnected once more', async (_, visit) => {
    const { world, bearer, claim, member } = await signedIn()
    await withdraw(world, bearer)
    const problem = await problemOf(visit(world))
    expect(problem).toMatchObject({ code: 'member_withdrawn', row: 23 })
    expect(problem.extras).toMatchObject({
      restorableUntil: '2026-12-22T10:00:00.000Z',
      mailSentTo: 'p*****@example.com',
    })
    expect(world.mailed.map(({ message }) => message.kind)).toEqual(['withdrawn', 'restoration'])
    expect(world.kakao.asked.filter((asked) => asked === 'disconnect')).toHaveLength(2)
    expect(claim()).toMatchObject({ state: 'unlinked_by_provider', memberId: member.id })
  })

  it('is not promised anything any more when the grace period is over', async () => {
    const { world, bearer } = await signedIn()
    await withdraw(world, bearer)
    world.pass(30 * 86_400)
    const { extras } = await problemOf(direct(world))
    expect(extras).toEqual({})
    expect(world.mailed).toHaveLength(1)
  })

  it('is row 20 when the account was restored while the provider has not answered yet', async () => {
    const { world, bearer, claim, asItIs } = await signedIn()
    world.kakao.faults.disconnect = 'unavailable'
    await withdraw(world, bearer)
    expect(claim()?.state).toBe('disconnecting')
    const { restorableUntil: _, rejoinFrom: __, ...restored } = { ...asItIs(), status: 'active' as const }
    world.kept.members.set(restored.id, restored)
    expect(await problemOf(direct(world))).toMatchObject({ code: 'provider_unavailable', row: 20 })
  })
})
