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

describe('withdrawing', () => {
  it('disconnects the provider, keeps the claim, and tells the member the date of erasure', async () => {
    const { world, bearer, claim, member, asItIs } = await signedIn()
    await withdraw(world, bearer)
    const until = new Date(beginning.getTime() + 30 * 86_400_000)
    expect(asItIs()).toMatchObject({ status: 'withdrawn', restorableUntil: until, rejoinFrom: until })
    expect(claim()).toMatchObject({ state: 'unlinked_by_provider', memberId: member.id })
    expect(world.kakao.asked).toEqual(['disconnect'])
    expect(world.kept.events.map(({ type }) => type)).toEqual(['identity.unlinked', 'member.withdrawn'])
    expect(world.mailed).toMatchObject([{ message: { kind: 'withdrawn', until } }])
  })

  it('follows the policy of the stage', async () => {
    const closing = { graceDays: 1, rejoinAfterDays: 2 }
    const { world, bearer, asItIs } = await signedIn({}, { closing })
    await withdraw(world, bearer)
    const [day, three] = [1, 3].map((days) => new Date(beginning.getTime() + days * 86_400_000))
    expect(asItIs()).toMatchObject({ restorableUntil: day, rejoinFrom: three })
  })

  it('also ends identities that were linked at the same moment', async () => {
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

  it('releases an identity that a sibling service shares', async () => {
    const match = { ...openWorld().stage.match, siblingTags: ['sibling'] }
    const { world, bearer } = await signedIn({}, { match })
    await withdraw(world, bearer)
    expect(world.kakao.asked).toEqual(['release'])
  })

  it('needs a live session', async () => {
    const { world, bearer, asItIs } = await signedIn()
    await withdraw(world, bearer)
    expect((await problemOf(withdraw(world, bearer))).code).toBe('invalid_token')
    expect(asItIs().version).toBe(2)
  })
})

describe('a withdrawn member who signs in by a provider', () => {
  it.each([
    ['direct', direct],
    ['redirect', redeemed],
  ] as const)('is row 23 (%s), and is disconnected again', async (_, visit) => {
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

  it('is nobody after the grace period, before the sweep comes', async () => {
    const { world, bearer } = await signedIn()
    await withdraw(world, bearer)
    world.pass(30 * 86_400)
    expect((await direct(world)).result.outcome).toBe('registration_required')
    expect(world.mailed).toHaveLength(1)
  })

  it('is row 20 when the account was restored before the provider responded', async () => {
    const { world, bearer, claim, asItIs } = await signedIn()
    world.kakao.faults.disconnect = 'unavailable'
    await withdraw(world, bearer)
    expect(claim()?.state).toBe('disconnecting')
    const { restorableUntil: _, rejoinFrom: __, ...restored } = { ...asItIs(), status: 'active' as const }
    world.kept.members.set(restored.id, restored)
    expect(await problemOf(direct(world))).toMatchObject({ code: 'provider_unavailable', row: 20 })
  })
})
