import { describe, expect, it } from 'vitest'
import { after } from '../../lib/domain/values/lifetimes.ts'
import { defaultPolicy } from '../../lib/domain/visit/match-policy.ts'
import { type AddressRegisterRequest, registerByAddress } from '../../lib/flows/register-by-address.ts'
import {
  type AddressWorld,
  importedMember,
  memberByEmail,
  openAddressWorld,
} from '../support/address-world.ts'
import { sure } from '../support/people.ts'
import { beginning, problemOf } from '../support/world.ts'

const minji = 'minji@example.com'
const agreed = (tag: string) => ({ tag, version: '2026-01', agreed: true })
const form = (
  verificationToken: string,
  over: Partial<AddressRegisterRequest> = {},
): AddressRegisterRequest => ({
  clientId: 'app',
  verificationToken,
  password: 'correct horse battery',
  name: '김민지',
  consents: [agreed('service'), agreed('privacy')],
  locale: 'ko',
  ...over,
})
const proven = (world: AddressWorld) => world.prove(minji, 'sign_up')

describe('signing up by e-mail', () => {
  it('makes a member with a verified address and a password', async () => {
    const world = openAddressWorld()
    const { result } = await registerByAddress(world, form(await proven(world), { locale: 'en' }))
    expect(result).toMatchObject({ outcome: 'signed_in', created: true })
    const [member] = world.kept.members.values()
    expect(member).toMatchObject({
      status: 'active',
      version: 1,
      name: '김민지',
      email: { value: minji, verified: true },
      ways: ['password', 'email'],
      locale: 'en',
      createdAt: beginning,
    })
    expect(
      await world.passwords.verify('correct horse battery', sure(world.passwordHashes.get(sure(member).id))),
    ).toBe(true)
  })

  it('records the consents, the event, and a session by code', async () => {
    const world = openAddressWorld()
    await registerByAddress(world, form(await proven(world)))
    const { consents, event, session, proofs } = sure(world.kept.registrations[0])
    expect(consents).toEqual([
      { ...agreed('service'), at: beginning, source: 'form', channel: 'app' },
      { ...agreed('privacy'), at: beginning, source: 'form', channel: 'app' },
    ])
    expect(event).toMatchObject({ type: 'member.registered', sessionId: session.id })
    expect(event).not.toHaveProperty('identity')
    expect(session.signIn).toEqual({ authTime: beginning, amr: ['otp'] })
    expect(proofs).toHaveLength(1)
  })

  it('works once for a token, for any number of requests at the same moment', async () => {
    const world = openAddressWorld()
    const token = await proven(world)
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, () => registerByAddress(world, form(token))),
    )
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(world.kept.members.size).toBe(1)
    expect(await problemOf(registerByAddress(world, form(token)))).toMatchObject({
      code: 'token_used',
      status: 409,
    })
  })

  it('is refused for an address that a member verified', async () => {
    const world = openAddressWorld()
    world.settle(memberByEmail(minji))
    const problem = await problemOf(registerByAddress(world, form(await proven(world))))
    expect(problem).toMatchObject({ code: 'email_taken', status: 409 })
    expect(world.kept.members.size).toBe(1)
  })

  it('takes the address from a member who never verified it', async () => {
    const world = openAddressWorld()
    const contactOwner = world.settle(importedMember(minji, { ways: ['identity:kakao:9001'] }))
    await registerByAddress(world, form(await proven(world)))
    expect(world.kept.members.get(contactOwner.id)).not.toHaveProperty('email')
    expect(world.kept.members.size).toBe(2)
  })

  it.each(['sign_in', 'contact'] as const)('refuses a code that was requested to %s', async (purpose) => {
    const world = openAddressWorld()
    const token = await world.prove(minji, purpose)
    expect((await problemOf(registerByAddress(world, form(token)))).code).toBe('invalid_token')
  })

  it.each([
    ['a short password', { password: 'short' }, 'invalid_request', ['/password']],
    ['the address as the password', { password: minji }, 'invalid_request', ['/password']],
    ['no name', { name: undefined }, 'invalid_request', ['/name']],
    [
      'all that is wrong with a form at once',
      { password: 'short', name: undefined, consents: [agreed('service')], attributes: { unknown: 1 } },
      'invalid_request',
      ['/password', '/name', '/attributes/unknown', '/consents'],
    ],
    [
      'a required term without an answer',
      { consents: [agreed('service')] },
      'consent_missing',
      ['/consents'],
    ],
    ['terms that are not there', { consents: [agreed('nothing')] }, 'invalid_request', ['/consents/0/tag']],
    ['a client that is not registered', { clientId: 'stranger' }, 'invalid_request', ['/clientId']],
  ])('refuses %s before any hash, and keeps the token', async (_, over, code, pointers) => {
    const world = openAddressWorld()
    const token = await proven(world)
    const problem = await problemOf(registerByAddress(world, form(token, over)))
    expect(problem.code).toBe(code)
    expect(problem.extras.errors?.map(({ pointer }) => pointer)).toEqual(pointers)
    expect(world.work).toEqual([])
    await registerByAddress(world, form(token))
  })

  it('blocks who has left by the account itself, also while another change keeps it from giving the address up', async () => {
    const world = openAddressWorld({ closing: { graceDays: 30, rejoinAfterDays: 30 } })
    world.settle(
      memberByEmail(minji, {
        status: 'withdrawn',
        restorableUntil: beginning,
        rejoinFrom: after(beginning, 30 * 86_400),
      }),
    )
    const leftMembers = { vacate: async () => 'conflict' as const }
    const token = await proven(world)
    expect(await problemOf(registerByAddress({ ...world, leftMembers }, form(token)))).toMatchObject({
      code: 'rejoin_not_allowed_yet',
    })
  })

  it('names each item that the service requires and the form lacks, with its place', async () => {
    const world = openAddressWorld({
      match: { ...defaultPolicy, requiredItems: ['email', 'phone', 'birth'] },
    })
    const problem = await problemOf(registerByAddress(world, form(await proven(world))))
    expect(problem).toMatchObject({
      code: 'invalid_request',
      extras: {
        errors: [
          {
            pointer: '/verificationTokens',
            detail: {
              ko: expect.stringContaining('휴대전화 번호'),
              en: expect.stringMatching(/^Your phone number is/),
            },
          },
          {
            pointer: '/birth',
            detail: {
              ko: expect.stringContaining('생년월일'),
              en: expect.stringMatching(/^Your date of birth is/),
            },
          },
        ],
      },
    })
  })

  it('needs no name where the service requires none', async () => {
    const world = openAddressWorld({ match: { ...defaultPolicy, requiredItems: ['email'] } })
    await registerByAddress(world, form(await proven(world), { name: undefined }))
    expect([...world.kept.members.values()][0]).not.toHaveProperty('name')
  })
})
