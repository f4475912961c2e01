import { describe, expect, it } from 'vitest'
import type { Member } from '../../lib/domain/member/member.ts'
import { after, lifetimes } from '../../lib/domain/values/lifetimes.ts'
import { type LinkRequest, link } from '../../lib/flows/link.ts'
import type { Decided, FlowResult } from '../../lib/flows/visit/result.ts'
import { nameOf } from '../support/kept.ts'
import { ci, kakaoIdentity, memberOf, profileOf, sure } from '../support/people.ts'
import { openWorld, problemOf, type TestWorld } from '../support/world.ts'
import { codeVerifier, direct, sessionOf } from './visits.ts'

const visitor = kakaoIdentity('9001')

/** A member with Kakao account 1, and a visitor with account 9001 who matches that member. */
async function asked(of: Partial<Member> = {}) {
  const world = openWorld()
  const member = world.admit('1', memberOf('9001', { ways: ['identity:kakao:1', 'email'], ...of }))
  const { result } = await direct(world)
  if (!('linkToken' in result)) throw new Error(`no question but ${result.outcome}`)
  world.kakao.asked.length = 0
  return { world, member, result, request: { linkToken: result.linkToken, codeVerifier, consent: true } }
}
const unproven = { name: '박서준' }

/** The member signs in by the existing account. Gives the access token. */
async function signedInByOwn(world: TestWorld, subject = '1'): Promise<string> {
  const visiting = world.kakao.visitor
  world.kakao.visitor = profileOf(subject)
  const { accessToken } = sessionOf(await direct(world))
  world.kakao.visitor = visiting
  world.kakao.asked.length = 0
  return accessToken
}
const answered = async (world: TestWorld, request: LinkRequest): Promise<Decided<FlowResult>> =>
  link(world, request)

describe('a full match', () => {
  it('asks for consent, and hints only at values that the provider verified', async () => {
    const { result } = await asked()
    expect(result).toMatchObject({
      outcome: 'link_confirmation_required',
      expiresIn: 600,
      identity: visitor,
      candidates: [
        {
          email: 'p*****@example.com',
          name: '김**',
          joinedMonth: '1970-01',
          methods: ['email_code', 'kakao'],
        },
      ],
    })
    expect(JSON.stringify(result)).not.toContain('"memberId"')
  })

  it('is linked by consent, which signs in and notifies the member', async () => {
    const { world, member, request } = await asked()
    const { accessToken, created, member: told } = sessionOf(await answered(world, request))
    expect({ created, id: told.id }).toEqual({ created: false, id: member.id })
    expect((await world.tokens.access.read(accessToken, 'fresh_enough')).memberId).toBe(member.id)
    expect(world.kept.claims.get(nameOf(visitor))).toMatchObject({ state: 'linked', memberId: member.id })
    expect(world.kept.members.get(member.id)?.ways).toContain('identity:kakao:9001')
    expect(world.mailed).toMatchObject([
      {
        to: 'person9001@example.com',
        locale: 'ko',
        message: { kind: 'login_method_added', method: 'kakao' },
      },
    ])
  })

  it('is linked once', async () => {
    const { world, request } = await asked()
    await answered(world, request)
    expect((await problemOf(answered(world, request))).code).toBe('token_used')
    expect(world.kept.sessions.size).toBe(1)
  })

  it('is linked once when the consent comes twice at once', async () => {
    const { world, request } = await asked()
    const both = await Promise.allSettled([answered(world, request), answered(world, request)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(world.mailed).toHaveLength(1)
  })

  it('leaves its mail in the transaction that links, and none when nothing is linked', async () => {
    const { world, member, request } = await asked()
    const links = { ...world.links, complete: async () => 'used' as const }
    expect((await problemOf(answered({ ...world, links }, request))).code).toBe('token_used')
    expect(world.mailed).toEqual([])
    sessionOf(await answered(world, request))
    expect(world.kept.members.get(member.id)?.ways).toContain('identity:kakao:9001')
    expect(world.kept.messages).toMatchObject([{ queue: member.id, of: 'login_method_added' }])
  })

  it.each([
    ['another verifier', { codeVerifier: 'somebody-else-who-found-the-link-token-in-a-log-file' }],
    ['a token that is none', { linkToken: 'link-forged' }],
  ])('is not linked by %s', async (_, over) => {
    const { world, request } = await asked()
    expect((await problemOf(answered(world, { ...request, ...over }))).code).toBe('invalid_token')
    sessionOf(await answered(world, request))
  })

  it('leads to a new question when the member changed meanwhile', async () => {
    const { world, member, request } = await asked()
    world.kept.members.set(member.id, { ...member, name: '박서준', version: 2 })
    const { row, result } = await answered(world, request)
    expect(row).toBe(7)
    expect(result).toMatchObject({ outcome: 'link_proof_required', mayRegister: true })
    expect(world.kept.sessions.size).toBe(0)
    expect((await problemOf(answered(world, request))).code).toBe('token_used')
  })

  it('never links to a member who was suspended meanwhile', async () => {
    const { world, member, request } = await asked()
    world.kept.members.set(member.id, { ...member, status: 'suspended', version: 2 })
    expect((await answered(world, request)).result.outcome).toBe('link_proof_required')
    expect(world.kept.sessions.size).toBe(0)
  })

  it('signs in the person who finished on another device first, by a used token', async () => {
    const { world, member, request } = await asked()
    world.kept.claims.set(nameOf(visitor), { ...visitor, state: 'linked', memberId: member.id })
    world.kept.members.set(member.id, { ...member, ways: [...member.ways, 'identity:kakao:9001'] })
    expect(sessionOf(await answered(world, request)).member.id).toBe(member.id)
    await problemOf(answered(world, request))
    expect(world.kept.sessions.size).toBe(1)
  })
})

describe('a match that needs proof', () => {
  it('is not linked by consent alone', async () => {
    const { world, request } = await asked(unproven)
    expect(await problemOf(answered(world, request))).toMatchObject({
      code: 'insufficient_user_authentication',
      extras: { maxAge: 600 },
    })
    expect(world.kept.claims.get(nameOf(visitor))?.state).toBe('pending')
  })

  it('is linked with the access token of the candidate, in the candidate’s session', async () => {
    const { world, member, request } = await asked(unproven)
    const bearer = await signedInByOwn(world)
    const { result } = await answered(world, { ...request, bearer })
    expect(result).toMatchObject({ outcome: 'linked', member: { id: member.id } })
    expect(world.kept.sessions.size).toBe(1)
    expect(world.kept.claims.get(nameOf(visitor))).toMatchObject({ state: 'linked', memberId: member.id })
  })

  it('needs a sign-in within the last ten minutes', async () => {
    const { world, request } = await asked(unproven)
    const bearer = await signedInByOwn(world)
    world.pass(599)
    await expect(answered(world, { ...request, bearer })).resolves.toBeDefined()
    const again = await asked(unproven)
    const old = await signedInByOwn(again.world)
    again.world.pass(600)
    expect((await problemOf(answered(again.world, { ...again.request, bearer: old }))).code).toBe(
      'invalid_token',
    )
  })

  it('is proven by no other member', async () => {
    const { world, request } = await asked(unproven)
    world.admit('2', memberOf('2'))
    const bearer = await signedInByOwn(world, '2')
    expect((await problemOf(answered(world, { ...request, bearer }))).code).toBe('reauthentication_mismatch')
    expect(world.kept.claims.get(nameOf(visitor))?.state).toBe('pending')
  })

  it('is not linked in a session that ended meanwhile', async () => {
    const { world, request } = await asked(unproven)
    const bearer = await signedInByOwn(world)
    world.kept.sessions.clear()
    expect((await problemOf(answered(world, { ...request, bearer }))).code).toBe('invalid_token')
  })

  it('verifies the address that the provider vouches for', async () => {
    const email = sure(memberOf('9001').email)
    const { world, member, request } = await asked({ email: { ...email, verified: false, imported: true } })
    const bearer = await signedInByOwn(world)
    await answered(world, { ...request, bearer })
    expect(world.kept.members.get(member.id)?.email).toEqual({ ...email, verified: true })
  })
})

describe('a visitor who declines', () => {
  it('is disconnected at the provider, and the question ends', async () => {
    const { world, request } = await asked()
    expect((await answered(world, { ...request, consent: false })).result).toEqual({ outcome: 'declined' })
    expect(world.kakao.asked).toEqual(['disconnect'])
    expect(world.kept.claims.has(nameOf(visitor))).toBe(false)
    expect((await problemOf(answered(world, request))).code).toBe('token_used')
  })

  it('stays marked and due when the provider does not respond', async () => {
    const { world, request } = await asked()
    world.kakao.faults.disconnect = 'unavailable'
    expect((await answered(world, { ...request, consent: false })).result).toEqual({ outcome: 'declined' })
    expect(world.kept.claims.get(nameOf(visitor))).toMatchObject({
      state: 'disconnecting',
      dueAt: after(world.clock.now(), lifetimes.ending),
    })
  })

  it('disconnects nothing when the same person finished on another device', async () => {
    const { world, member, request } = await asked()
    world.kept.claims.set(nameOf(visitor), { ...visitor, state: 'linked', memberId: member.id })
    expect((await problemOf(answered(world, { ...request, consent: false }))).code).toBe('identity_taken')
    expect(world.kakao.asked).toEqual([])
  })
})

describe('a visitor who continues as new', () => {
  const asNew = { consent: false, continueAs: 'new' } as const

  it('signs up without the address that a member verified', async () => {
    const { world, request } = await asked()
    const { result } = await answered(world, { ...request, ...asNew })
    expect(result).toMatchObject({
      outcome: 'registration_required',
      registerToken: expect.any(String),
      missing: ['email'],
    })
    expect(result).not.toHaveProperty('profile.email')
    expect(world.kept.claims.get(nameOf(visitor))?.state).toBe('pending')
    expect((await problemOf(answered(world, request))).code).toBe('token_used')
  })

  it('is refused after an equal CI, since one person has one account', async () => {
    const world = openWorld()
    world.admit('1', memberOf('1', { ci: ci('a') }))
    world.kakao.visitor = profileOf('9001', { ci: ci('a') })
    const { result } = await direct(world)
    if (!('linkToken' in result)) throw new Error('no question')
    const request = { linkToken: result.linkToken, codeVerifier, ...asNew }
    expect((await problemOf(answered(world, request))).code).toBe('identity_taken')
  })

  it('is disconnected when too young to sign up', async () => {
    const { world, request } = await asked()
    const [kept] = [...world.kept.pending.values()]
    const { pending } = sure(kept)
    world.kept.pending.set(pending.id, {
      pending: { ...pending, profile: { ...pending.profile, ageRange: '10~13' } },
    })
    expect(await problemOf(answered(world, { ...request, ...asNew }))).toMatchObject({
      row: 13,
      code: 'guardian_consent_required',
    })
    expect(world.kakao.asked).toEqual(['disconnect'])
  })
})
