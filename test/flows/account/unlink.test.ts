import { describe, expect, it } from 'vitest'
import type { Member } from '../../../lib/domain/member/member.ts'
import { after } from '../../../lib/domain/values/lifetimes.ts'
import { unlink } from '../../../lib/flows/account/unlink.ts'
import { nameOf } from '../../support/kept.ts'
import { kakaoIdentity, memberOf, sure } from '../../support/people.ts'
import { beginning, openWorld, problemOf } from '../../support/world.ts'
import { direct, sessionOf } from '../visits.ts'

const own = kakaoIdentity('9001')

async function signedIn(more: Partial<Member> = {}, stage: Parameters<typeof openWorld>[0] = {}) {
  const world = openWorld(stage)
  const member = world.admit('9001', memberOf('9001', more))
  const { accessToken: bearer } = sessionOf(await direct(world))
  world.kakao.asked.length = 0
  return { world, member, request: { bearer, provider: 'kakao' } as const }
}

describe('unlinking', () => {
  it('removes the identity, disconnects it at the provider, and notifies the member', async () => {
    const { world, member, request } = await signedIn()
    const { result } = await unlink(world, request)
    expect(result).toMatchObject({
      outcome: 'unlinked',
      member: { id: member.id, identities: [], methods: ['email_code'] },
    })
    expect(world.kept.members.get(member.id)?.ways).toEqual(['email'])
    expect(world.kept.claims.has(nameOf(own))).toBe(false)
    expect(world.kakao.asked).toEqual(['disconnect'])
    expect(world.mailed).toMatchObject([
      { to: 'person9001@example.com', message: { kind: 'login_method_removed', method: 'kakao' } },
    ])
  })

  it('never removes the last sign-in method', async () => {
    const { world, request } = await signedIn({ ways: ['identity:kakao:9001'] })
    expect((await problemOf(unlink(world, request))).code).toBe('last_login_method')
    expect(world.kept.claims.get(nameOf(own))?.state).toBe('linked')
    expect(world.kakao.asked).toEqual([])
  })

  it('never leaves a password without an address or a number', async () => {
    const { world, member, request } = await signedIn({ ways: ['identity:kakao:9001', 'password'] })
    const { email: _, ...displaced } = sure(world.kept.members.get(member.id))
    world.kept.members.set(member.id, displaced)
    expect((await problemOf(unlink(world, request))).code).toBe('last_login_method')
    expect(world.kakao.asked).toEqual([])
  })

  it('needs a sign-in within the last ten minutes, and a live session', async () => {
    const { world, request } = await signedIn()
    world.kept.sessions.clear()
    expect((await problemOf(unlink(world, request))).code).toBe('invalid_token')
    const late = await signedIn()
    late.world.pass(600)
    expect((await problemOf(unlink(late.world, late.request))).code).toBe('invalid_token')
  })

  it('asks for the subject when several identities match, and removes the named one', async () => {
    const { world, member, request } = await signedIn({
      ways: ['identity:kakao:9001', 'identity:kakao:9002', 'email'],
    })
    const both = [own, kakaoIdentity('9002')].map((identity) => ({ ...identity, linkedAt: beginning }))
    world.kept.identities.set(member.id, both)
    expect(await problemOf(unlink(world, request))).toMatchObject({
      code: 'invalid_request',
      extras: { errors: [{ pointer: '/subject' }] },
    })
    await unlink(world, { ...request, subject: '9002' })
    expect(world.kept.members.get(member.id)?.ways).toEqual(['identity:kakao:9001', 'email'])
  })

  it('finds no identity that is not linked to the member', async () => {
    const { world, request } = await signedIn()
    expect((await problemOf(unlink(world, { ...request, subject: '7' }))).code).toBe('not_found')
  })

  it('ends the other sessions of the identity, and keeps the current session and sessions of other methods', async () => {
    const { world, member, request } = await signedIn()
    const another = sessionOf(await direct(world))
    const [own] = [...world.kept.sessions.values()]
    const byCode = { ...sure(own), id: world.ids.session(), signIn: { authTime: beginning, amr: ['otp'] } }
    world.kept.sessions.set(byCode.id, byCode)
    await unlink(world, request)
    const { credentialsVersion } = sure(world.kept.members.get(member.id))
    const alive = [...world.kept.sessions.values()].filter(
      (session) => session.credentialsVersion === credentialsVersion,
    )
    expect(alive.map(({ id }) => id)).toEqual([sure(own).id, byCode.id])
    expect(await problemOf(unlink(world, { ...request, bearer: another.accessToken }))).toMatchObject({
      code: 'invalid_token',
    })
    expect(member.status).toBe('active')
  })

  it('keeps one of two identities that are removed at once, where nothing else opens the account', async () => {
    // A password opens nothing without an address or a number that names its member.
    const ways = ['identity:kakao:9001', 'identity:kakao:9002', 'password'] as const
    const { world, member, request } = await signedIn({ ways })
    const { email: _, ...nameless } = sure(world.kept.members.get(member.id))
    world.kept.members.set(member.id, nameless)
    const both = [own, kakaoIdentity('9002')].map((identity) => ({ ...identity, linkedAt: beginning }))
    world.kept.identities.set(member.id, both)
    const results = await Promise.allSettled(
      ['9001', '9002'].map((subject) => unlink(world, { ...request, subject })),
    )
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(results).toContainEqual(
      expect.objectContaining({ reason: expect.objectContaining({ code: 'last_login_method' }) }),
    )
    expect(world.kept.members.get(member.id)?.ways).toHaveLength(2)
  })

  it('succeeds here when the provider does not respond, and stays due at the provider', async () => {
    const { world, request } = await signedIn()
    world.kakao.faults.disconnect = 'unavailable'
    expect((await unlink(world, request)).result.outcome).toBe('unlinked')
    expect(world.kept.claims.get(nameOf(own))).toMatchObject({
      state: 'disconnecting',
      dueAt: after(beginning, 60),
    })
    expect(world.reports).toMatchObject([{ event: 'disconnection_failed' }])
  })

  it('releases the identity without disconnecting, where a sibling service may share the app', async () => {
    const match = { ...openWorld().stage.match, siblingTags: ['sibling'] }
    const { world, request } = await signedIn({}, { match })
    await unlink(world, request)
    expect(world.kakao.asked).toEqual(['release'])
  })

  it('releases the identity also when no sibling service was known at linking, since that may have changed', async () => {
    const match = { ...openWorld().stage.match, siblingTags: ['sibling'] }
    const { world, request } = await signedIn({}, { match })
    world.kept.claims.set(nameOf(own), { ...sure(world.kept.claims.get(nameOf(own))), shared: false })
    await unlink(world, request)
    expect(world.kakao.asked).toEqual(['release'])
  })

  it('releases an identity that was shared while the service had a sibling', async () => {
    const { world, request } = await signedIn()
    world.kept.claims.set(nameOf(own), { ...sure(world.kept.claims.get(nameOf(own))), shared: true })
    await unlink(world, request)
    expect(world.kakao.asked).toEqual(['release'])
  })

  it('needs a fresh sign-in, however new the access token is', async () => {
    const { world, member } = await signedIn()
    const [session] = [...world.kept.sessions.values()]
    const old = { ...sure(session), signIn: { authTime: beginning, amr: ['kakao'], identity: own } }
    world.pass(601)
    const { accessToken } = await world.tokens.access.issue(old)
    expect(await problemOf(unlink(world, { bearer: accessToken, provider: 'kakao' }))).toMatchObject({
      code: 'insufficient_user_authentication',
      extras: { maxAge: 600 },
    })
    expect(world.kept.members.get(member.id)?.ways).toContain('identity:kakao:9001')
  })
})
