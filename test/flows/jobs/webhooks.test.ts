import { describe, expect, it } from 'vitest'
import { me } from '../../../lib/flows/account/me.ts'
import { listSessions } from '../../../lib/flows/account/sessions.ts'
import { webhooks } from '../../../lib/flows/jobs/webhooks.ts'
import { nameOf } from '../../support/kept.ts'
import { email, kakaoIdentity, memberOf, sure } from '../../support/people.ts'
import { beginning, openWorld, problemOf, type TestWorld } from '../../support/world.ts'
import { direct, sessionOf } from '../visits.ts'

const identity = kakaoIdentity('9001')
const told = async (world: TestWorld, subject = '9001', authorization: string | undefined = 'the provider') =>
  (await webhooks(world, 'kakao', { authorization, parameters: { subject } })).effect
const claimOf = ({ kept }: TestWorld) => kept.claims.get(nameOf(identity))

/** A member who is signed in by Kakao, and can also sign in by a code. */
async function withTwoWays() {
  const world = openWorld()
  const member = world.admit('9001', memberOf('9001'))
  const { accessToken } = sessionOf(await direct(world))
  return { world, member: sure(world.kept.members.get(member.id)), accessToken }
}

/** A member with only Kakao and an unverified address. */
async function withOneWay() {
  const world = openWorld()
  const { phone: _phone, email: _email, ...rest } = memberOf('9001')
  const ways = rest.ways.filter((way) => way.startsWith('identity:'))
  const member = { ...rest, ways, email: { value: email('typo@example.com'), verified: false } }
  world.admit('9001', member)
  const { accessToken } = sessionOf(await direct(world))
  return { world, member, accessToken }
}

describe('an unlink notice of a provider', () => {
  it('ends the identity of a member with other leads, with the sessions of that identity', async () => {
    const { world, member, accessToken } = await withTwoWays()
    expect(await told(world)).toBe('unlinked')
    expect(claimOf(world)).toMatchObject({ state: 'unlinked_by_provider', memberId: member.id })
    expect(world.kept.members.get(member.id)?.ways).toEqual(
      member.ways.filter((way) => !way.startsWith('identity:')),
    )
    expect(world.kept.identities.get(member.id)).toMatchObject([{ subject: '9001', endedAt: beginning }])
    expect((await problemOf(me(world, accessToken))).code).toBe('invalid_token')
    expect(world.mailed.map(({ message }) => message.kind)).toEqual(['login_method_removed'])
    expect(world.kakao.asked).not.toContain('disconnect')
    expect(world.reports).toEqual([])
  })

  it('keeps the sessions of other sign-in methods', async () => {
    const { world, accessToken } = await withTwoWays()
    for (const [id, session] of world.kept.sessions) {
      world.kept.sessions.set(id, { ...session, signIn: { authTime: session.createdAt, amr: ['otp'] } })
    }
    await told(world)
    expect(await listSessions(world, accessToken)).toMatchObject([{ methods: ['email_code'] }])
  })

  it('about the last lead notifies the operators, and sends nothing to an address that was only said', async () => {
    const { world, member, accessToken } = await withOneWay()
    expect(await told(world)).toBe('last_method_unlinked')
    expect(claimOf(world)).toMatchObject({ state: 'unlinked_by_provider', memberId: member.id })
    expect(world.kept.members.get(member.id)?.ways).toEqual([])
    expect((await problemOf(me(world, accessToken))).code).toBe('invalid_token')
    expect(world.mailed).toEqual([])
    expect(world.reports).toEqual([{ event: 'last_method_unlinked', provider: 'kakao' }])
  })

  it('about the last lead lets the same person sign in by row 1, once for each visit', async () => {
    const { world, member } = await withOneWay()
    await told(world)
    expect(await direct(world)).toMatchObject({
      row: 1,
      result: { outcome: 'signed_in', created: false, member: { id: member.id } },
    })
    expect(claimOf(world)).toMatchObject({ state: 'linked', memberId: member.id })
    expect(world.kept.members.get(member.id)?.ways).toEqual(member.ways)
    expect(await direct(world)).toMatchObject({ row: 1 })
  })

  it('about the last lead signs in nobody whose account is not open', async () => {
    const { world, member } = await withOneWay()
    await told(world)
    const cut = sure(world.kept.members.get(member.id))
    world.kept.members.set(member.id, { ...cut, status: 'suspended' })
    expect((await problemOf(direct(world))).code).toBe('member_suspended')
    expect(claimOf(world)).toMatchObject({ state: 'unlinked_by_provider' })
  })

  it('changes nothing and sends no mail the second time', async () => {
    for (const begin of [withOneWay, withTwoWays]) {
      const { world } = await begin()
      await told(world)
      const mails = world.mailed.length
      expect(await told(world)).toBe('nothing')
      expect(world.mailed).toHaveLength(mails)
    }
  })

  it('changes nothing for a connected person', async () => {
    const { world, accessToken } = await withTwoWays()
    world.kakao.isConnected = true
    expect(await told(world)).toBe('nothing')
    expect((await me(world, accessToken)).methods).toContain('kakao')
  })

  it('about an unknown person calls no provider', async () => {
    const { world } = await withTwoWays()
    const asked = world.kakao.asked.length
    expect(await told(world, '4711')).toBe('nothing')
    expect(world.kakao.asked).toHaveLength(asked)
  })

  it('ends the claim of a pending visit', async () => {
    const world = openWorld()
    await direct(world)
    expect(claimOf(world)?.state).toBe('pending')
    expect(await told(world)).toBe('visit_ended')
    expect(claimOf(world)).toBeUndefined()
  })

  it.each(['disconnecting', 'not_revocable'] as const)('changes nothing that is %s', async (state) => {
    const world = openWorld()
    world.kept.claims.set(nameOf(identity), { ...identity, state })
    expect(await told(world)).toBe('nothing')
    expect(claimOf(world)?.state).toBe(state)
  })

  it('asks for a repetition when the provider cannot be called', async () => {
    const { world, accessToken } = await withTwoWays()
    world.kakao.faults.isConnected = 'unavailable'
    expect((await problemOf(told(world))).code).toBe('provider_unavailable')
    expect((await me(world, accessToken)).methods).toContain('kakao')
  })

  it('asks for a repetition when other devices are always faster', async () => {
    const { world } = await withTwoWays()
    const unlinksByProvider = { ...world.unlinksByProvider, unlink: async () => 'conflict' as const }
    expect((await problemOf(told({ ...world, unlinksByProvider }))).code).toBe('unavailable')
  })

  it('from another sender, or without a person, is refused before anything is read', async () => {
    const { world } = await withTwoWays()
    const find = () => Promise.reject(new Error('it was read'))
    const blind = { ...world, identityClaims: { ...world.identityClaims, find } }
    expect((await problemOf(told(blind, '9001', 'somebody else'))).code).toBe('invalid_token')
    expect((await problemOf(told(blind, ''))).code).toBe('invalid_request')
  })

  it('is not found for a provider without notices, or a provider that the stage does not offer', async () => {
    const { world } = await withTwoWays()
    const { unlinkNotices: _, ...provider } = world.kakao.provider
    for (const find of [() => provider, () => undefined]) {
      expect((await problemOf(told({ ...world, providers: { find } }))).code).toBe('not_found')
    }
  })
})
