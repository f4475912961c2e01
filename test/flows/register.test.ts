import { describe, expect, it } from 'vitest'
import type { Member } from '../../lib/domain/member/member.ts'
import type { ProviderProfile } from '../../lib/domain/values/evidence.ts'
import { type RegisterRequest, register } from '../../lib/flows/register.ts'
import { nameOf } from '../support/kept.ts'
import { ci, email, kakaoIdentity, memberOf, phone, profileOf, sure } from '../support/people.ts'
import { beginning, openWorld, problemOf } from '../support/world.ts'
import { codeVerifier, direct, registrationOf, sessionOf } from './visits.ts'

const visitor = kakaoIdentity('9001')
const yes = (...tags: readonly string[]) => tags.map((tag) => ({ tag, version: '2026-01', agreed: true }))

/** A visitor who was asked to sign up, and the request of a well-behaved client. */
async function asked(more: Partial<ProviderProfile> = {}) {
  const world = openWorld()
  world.kakao.visitor = profileOf('9001', more)
  const { registerToken, identity } = registrationOf(await direct(world))
  const request: RegisterRequest = {
    registerToken,
    codeVerifier,
    ...identity,
    consents: yes('service', 'privacy'),
    locale: 'en',
  }
  return { world, request }
}

describe('a sign-up', () => {
  it('makes one member with all known data, and signs the member in', async () => {
    const { world, request } = await asked({ phone: { value: phone('+82 10-0000-6789'), trust: 'vouched' } })
    world.pass(60)
    const { created, member } = sessionOf(await register(world, request))
    expect(created).toBe(true)
    const [made, ...others] = [...world.kept.members.values()]
    expect(others).toEqual([])
    expect(made).toMatchObject({
      id: member.id,
      status: 'active',
      version: 1,
      name: '김다은',
      email: { value: 'person9001@example.com', verified: true },
      phone: { value: '+821000006789', verified: true },
      ways: ['identity:kakao:9001', 'email', 'phone'],
      locale: 'en',
      createdAt: new Date(beginning.getTime() + 60_000),
    })
    expect(world.kept.claims.get(nameOf(visitor))).toMatchObject({ state: 'linked', memberId: member.id })
  })

  it('keeps the time of the original sign-in in its session and tokens', async () => {
    const { world, request } = await asked()
    world.pass(300)
    const { accessToken } = sessionOf(await register(world, request))
    expect((await world.tokens.access.read(accessToken, 'fresh_enough')).authTime).toEqual(beginning)
  })

  it('records each answer to terms once with its source, and the event', async () => {
    const agreedAt = new Date('2026-11-22T09:59:00Z')
    const { world, request } = await asked({
      terms: [
        { tag: 'service', agreed: true, agreedAt, source: 'kakao_sync' },
        { tag: 'marketing', agreed: false, source: 'kakao_sync' },
      ],
    })
    await register(world, { ...request, consents: yes('privacy') })
    const [{ consents, event }] = [sure(world.kept.registrations[0])]
    expect(consents).toEqual([
      {
        tag: 'service',
        version: '2026-01',
        agreed: true,
        at: agreedAt,
        source: 'kakao_sync',
        channel: 'app',
      },
      { tag: 'privacy', version: '2026-01', agreed: true, at: beginning, source: 'form', channel: 'app' },
      {
        tag: 'marketing',
        version: '2026-01',
        agreed: false,
        at: beginning,
        source: 'kakao_sync',
        channel: 'app',
      },
    ])
    expect(event).toMatchObject({ type: 'member.registered', at: beginning, identity: visitor })
  })

  it('needs no form when nothing is missing', async () => {
    const terms = ['service', 'privacy'].map((tag) => ({ tag, agreed: true, source: 'kakao_sync' as const }))
    const { world, request } = await asked({ terms })
    expect(sessionOf(await register(world, { ...request, consents: [] })).created).toBe(true)
  })

  it('stores an unverified address as unverified, and gives no sign-in method for it', async () => {
    const { world, request } = await asked({
      email: { value: email('typed@example.com'), trust: 'unverified' },
    })
    await register(world, request)
    const [member] = [...world.kept.members.values()]
    expect(member).toMatchObject({ email: { verified: false }, ways: ['identity:kakao:9001'] })
  })
})

describe('a register token', () => {
  it('works once', async () => {
    const { world, request } = await asked()
    await register(world, request)
    expect((await problemOf(register(world, request))).code).toBe('token_used')
    expect(world.kept.members.size).toBe(1)
  })

  it('works once when it comes twice at once', async () => {
    const { world, request } = await asked()
    const both = await Promise.allSettled([register(world, request), register(world, request)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(world.kept.members.size).toBe(1)
    expect(world.kept.sessions.size).toBe(1)
  })

  it.each([
    [
      'another verifier',
      { codeVerifier: 'somebody-else-who-found-the-token-in-a-log-file-x' },
      'invalid_token',
    ],
    ['a token that is none', { registerToken: 'register-forged' }, 'invalid_token'],
    ['another subject', { subject: '9002' }, 'register_token_subject_mismatch'],
    ['a required term that is refused', { consents: yes('service') }, 'consent_missing'],
    ['terms that are not in force', { consents: yes('service', 'privacy', 'lottery') }, 'invalid_request'],
    ['an answer given twice', { consents: yes('service', 'service', 'privacy') }, 'invalid_request'],
  ])('is not consumed by %s', async (_, over, code) => {
    const { world, request } = await asked()
    expect((await problemOf(register(world, { ...request, ...over }))).code).toBe(code)
    expect(world.kept.members.size).toBe(0)
    expect(sessionOf(await register(world, request)).created).toBe(true)
  })

  it('expires after ten minutes, and its visit after thirty', async () => {
    const { world, request } = await asked()
    world.pass(600)
    expect((await problemOf(register(world, request))).code).toBe('invalid_token')
    const late = await asked()
    const [kept] = [...late.world.kept.pending.values()]
    const { pending } = sure(kept)
    late.world.kept.pending.set(pending.id, { pending: { ...pending, expiresAt: beginning } })
    expect((await problemOf(register(late.world, late.request))).code).toBe('invalid_token')
  })

  it('names a missing item beside a required term that is refused', async () => {
    const { world, request } = await asked()
    const [kept] = [...world.kept.pending.values()]
    const { pending } = sure(kept)
    const { name: _, ...bare } = pending.profile
    world.kept.pending.set(pending.id, { pending: { ...pending, profile: bare } })
    expect(await problemOf(register(world, { ...request, consents: yes('service') }))).toMatchObject({
      code: 'consent_missing',
      extras: { errors: [{ pointer: '/consents' }, { pointer: '/name' }] },
    })
  })

  it('names the missing items one by one', async () => {
    const { world, request } = await asked()
    const [kept] = [...world.kept.pending.values()]
    const { pending } = sure(kept)
    const { name: _, email: __, ...bare } = pending.profile
    world.kept.pending.set(pending.id, { pending: { ...pending, profile: bare } })
    expect(await problemOf(register(world, request))).toMatchObject({
      code: 'invalid_request',
      extras: { errors: [{ pointer: '/verificationTokens' }, { pointer: '/name' }] },
    })
  })
})

describe('a change between the question and the sign-up', () => {
  it('counts: a visitor who is or was too young does not join', async () => {
    const { world, request } = await asked()
    const [kept] = [...world.kept.pending.values()]
    const { pending } = sure(kept)
    const profile = { ...pending.profile, ageRange: '10~13' }
    world.kept.pending.set(pending.id, { pending: { ...pending, profile } })
    expect((await problemOf(register(world, request))).code).toBe('guardian_consent_required')
    expect(world.kept.members.size).toBe(0)
  })

  it('counts: a person who finished on another device is signed in there, by a used token', async () => {
    const { world, request } = await asked()
    const member = world.admit('9001', memberOf('9001'))
    const response = sessionOf(await register(world, request))
    expect({ created: response.created, id: response.member.id }).toEqual({ created: false, id: member.id })
    await problemOf(register(world, request))
    expect(world.kept.sessions.size).toBe(1)
  })

  it.each([
    ['deactivated', 'member_deactivated'],
    ['suspended', 'member_suspended'],
    ['withdrawn', 'member_withdrawn'],
  ] as const)(
    'counts: a person who finished elsewhere and is %s by now stays outside',
    async (status, code) => {
      const { world, request } = await asked()
      world.admit('9001', memberOf('9001', { status }))
      expect((await problemOf(register(world, request))).code).toBe(code)
      expect(world.kept.sessions.size).toBe(0)
    },
  )

  it('counts: an identity that is being disconnected registers nobody', async () => {
    const { world, request } = await asked()
    world.kept.claims.set(nameOf(visitor), { ...visitor, state: 'disconnecting' })
    expect((await problemOf(register(world, request))).code).toBe('invalid_token')
    expect(world.kept.members.size).toBe(0)
  })

  it.each<[string, Partial<ProviderProfile>, Partial<Member>, string]>([
    ['the address', {}, { email: { value: email('person9001@example.com'), verified: true } }, 'email_taken'],
    ['the CI', { ci: ci('a') }, { ci: ci('a') }, 'identity_taken'],
  ])('counts: somebody else took %s', async (_, more, of, code) => {
    const { world, request } = await asked(more)
    world.admit('1', memberOf('1', of))
    expect((await problemOf(register(world, request))).code).toBe(code)
    expect(world.kept.members.size).toBe(1)
  })
})
