import { describe, expect, it } from 'vitest'
import type { Member } from '../../../lib/domain/member/member.ts'
import { me } from '../../../lib/flows/account/me.ts'
import { email, kakaoIdentity, memberOf, phone } from '../../support/people.ts'
import { beginning, openWorld, problemOf } from '../../support/world.ts'
import { direct, sessionOf } from '../visits.ts'

const number = phone('+82 10-0000-6789')
const daysBefore = (days: number): Date => new Date(beginning.getTime() - days * 86_400_000)
const fresh = { value: number, verified: true, provenAt: daysBefore(1) }
const stale = { value: number, verified: true, provenAt: daysBefore(91) }

async function signedIn(more: Partial<Member> = {}) {
  const world = openWorld()
  const member = world.admit('9001', memberOf('9001', more))
  const { accessToken } = sessionOf(await direct(world))
  return { world, member, accessToken }
}

describe('the signed-in member', () => {
  it('sees the own data', async () => {
    const { world, member, accessToken } = await signedIn({
      externalId: 'old-1',
      phone: { value: phone('+82 10-0000-6789'), verified: false },
      attributes: { position: 'engineer' },
      identityVerifiedAt: new Date('2026-01-01'),
    })
    const identity = { ...kakaoIdentity('9001'), label: 'person@kakao', linkedAt: beginning }
    world.kept.identities.set(member.id, [identity])
    expect(await me(world, accessToken)).toEqual({
      id: member.id,
      externalId: 'old-1',
      status: 'active',
      name: '김다은',
      email: 'person9001@example.com',
      emailVerified: true,
      phone: '+821000006789',
      phoneVerified: false,
      identities: [
        {
          provider: 'kakao',
          subject: '9001',
          label: 'person@kakao',
          linkedAt: '2026-11-22T10:00:00.000Z',
          state: 'linked',
        },
      ],
      passkeys: [],
      methods: ['email_code', 'kakao'],
      attributes: { position: 'engineer' },
      locale: 'ko',
      identityVerifiedAt: '2026-01-01T00:00:00.000Z',
      createdAt: '1970-01-01T00:00:00.000Z',
    })
  })

  it('sees neither absent values nor internal ones', async () => {
    const { world, member, accessToken } = await signedIn()
    const { email: _, name: __, ...bare } = member
    world.kept.members.set(member.id, { ...bare, identitySource: 'KCB' })
    const shown = await me(world, accessToken)
    expect(Object.keys(shown).sort()).toEqual([
      'attributes',
      'createdAt',
      'emailVerified',
      'id',
      'identities',
      'locale',
      'methods',
      'passkeys',
      'phoneVerified',
      'status',
    ])
    expect(shown).toMatchObject({ emailVerified: false, phoneVerified: false })
  })

  it.each<readonly [Partial<Member>, readonly string[]]>([
    [{ ways: ['password', 'email', 'identity:kakao:9001'] }, ['password', 'email_code', 'kakao']],
    [{ ways: ['email', 'phone', 'identity:kakao:9001'], phone: fresh }, ['email_code', 'sms_code', 'kakao']],
    [{ ways: ['email', 'phone', 'identity:kakao:9001'], phone: stale }, ['email_code', 'kakao']],
  ])('with %j comes in by %j', async (more, methods) => {
    const { world, accessToken } = await signedIn(more)
    expect((await me(world, accessToken)).methods).toEqual(methods)
  })

  it('with a number that was proven long ago is told that it is not verified any more', async () => {
    const { world, accessToken } = await signedIn({ phone: stale })
    expect(await me(world, accessToken)).toMatchObject({ phone: number, phoneVerified: false })
  })

  it('with an unverified address is told so', async () => {
    const value = email('dana@example.com')
    const { world, accessToken } = await signedIn({ email: { value, verified: false } })
    expect(await me(world, accessToken)).toMatchObject({ email: value, emailVerified: false })
  })
})

describe('an access token is refused', () => {
  const refused = async (spoil: (story: Awaited<ReturnType<typeof signedIn>>) => void) => {
    const story = await signedIn()
    spoil(story)
    expect((await problemOf(me(story.world, story.accessToken))).code).toBe('invalid_token')
  }

  it('after it expires', () => refused(({ world }) => world.pass(600)))
  it('after its session ends', () => refused(({ world }) => world.kept.sessions.clear()))
  it('after all sessions end', () =>
    refused(({ world, member }) => world.kept.members.set(member.id, { ...member, credentialsVersion: 1 })))
  it('when the member no longer exists', () => refused(({ world }) => world.kept.members.clear()))
  it('when the member is suspended', () =>
    refused(({ world, member }) => world.kept.members.set(member.id, { ...member, status: 'suspended' })))

  it('when it was not issued here, or is another kind of token', async () => {
    const { world } = await signedIn()
    const { refreshToken } = sessionOf(await direct(world))
    expect((await problemOf(me(world, 'access-forged'))).code).toBe('invalid_token')
    expect((await problemOf(me(world, refreshToken))).code).toBe('invalid_token')
  })
})
