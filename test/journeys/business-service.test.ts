import { describe, expect } from 'vitest'
import type { ProviderId } from '../../lib/domain/values/identity.ts'
import { castsOf } from '../support/accounts.ts'
import { type OldMember, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A service for companies has had members for years. Each member has a name, an address at work and a mobile number,
 * all verified by the old system. The service adds social login. A full match needs an equal number, address and
 * name. Its three everyday visitors are a member with Naver, a member with Google, which knows no number, and a
 * newcomer.
 */

const policy = {
  full: ['phone', 'email', 'name'],
  requiredItems: ['email', 'phone', 'name'],
  verifiedItems: ['phone'],
}
/** The data that each of them gave to the provider. */
const people = {
  sora: { name: '유소라', email: 'sora@acme.example', mobile: '010-2345-1001' },
  juno: { name: '문준오', email: 'juno@acme.example', mobile: '010-2345-1002' },
  hana: { name: '민하나', email: 'hana@acme.example', mobile: '010-2345-1003' },
  dami: { name: '오다미', email: 'dami.private@gmail.com', mobile: '010-2345-1004' },
  woori: { name: '한우리', email: 'woori@newco.example', mobile: '010-2345-1005' },
  nari: { name: '신나리', email: 'nari@newco.example', mobile: '010-2345-1006' },
} as const
type Person = keyof typeof people
const numberOf = (who: Person): string => `+82${people[who].mobile.replaceAll('-', '').slice(1)}`

const it = testWithStack(() => {
  const accounts = Object.entries(people).map(([key, account]) => ({ key, ...account }))
  return {
    casts: castsOf(accounts),
    environment: { IEUM_POLICY: JSON.stringify(policy) },
  }
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const at = (stack: TestStack, provider: ProviderId): Visitor => visitor(stack, { client: 'app', provider })
/** A member of the old system. */
const member = (stack: TestStack, who: Person, more: OldMember = {}) =>
  settle(stack, { name: people[who].name, email: people[who].email, phone: numberOf(who), ...more })

describe('a member who signs in with Naver', () => {
  it('is nobody at first, since Naver verifies nothing, and is recognised by the code to the own address', async ({
    stack,
  }) => {
    const { id } = await member(stack, 'sora', { password: usualPassword })
    const visit = at(stack, 'naver')
    expect((await visit.redirect('sora')).body).toMatchObject({
      outcome: 'registration_required',
      missing: ['phone'],
      verify: ['email', 'phone'],
      profile: { email: people.sora.email, emailVerified: false },
    })
    expect((await visit.registerProving(people.sora.email)).body).toMatchObject({
      outcome: 'link_confirmation_required',
      candidates: [{ email: 's*****@acme.example', methods: ['password', 'email_code', 'sms_code'] }],
    })
    expect((await visit.link()).body).toMatchObject({ outcome: 'signed_in', created: false, member: { id } })
    expect((await at(stack, 'naver').redirect('sora')).body).toMatchObject({
      outcome: 'signed_in',
      created: false,
      member: { id },
    })
  })

  it('is recognised by the code to the own number, too', async ({ stack }) => {
    const { id } = await member(stack, 'juno')
    const visit = at(stack, 'naver')
    expect((await visit.redirect('juno')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await visit.registerProving(numberOf('juno'))).body).toMatchObject({
      outcome: 'link_confirmation_required',
      candidates: [{ phone: '***-****-**02' }],
    })
    expect((await visit.link()).body).toMatchObject({ outcome: 'signed_in', member: { id } })
    expect((await at(stack, 'naver').redirect('juno')).body).toMatchObject({ member: { id } })
  })
})

describe('a member who signs in with Google', () => {
  it('matches partially by the address at work, gets a hint, and proves the account by a text', async ({
    stack,
  }) => {
    const { id } = await member(stack, 'hana')
    const visit = at(stack, 'google')
    expect((await visit.redirect('hana')).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ email: 'h*****@acme.example', name: '민**' }],
    })
    await visit.signInByCode(numberOf('hana'))
    expect((await visit.link()).body).toMatchObject({ outcome: 'linked', member: { id } })
    expect((await at(stack, 'google').redirect('hana')).body).toMatchObject({
      outcome: 'signed_in',
      member: { id },
    })
  })

  it('matches nobody with a private address, and is recognised by the number that joining requires', async ({
    stack,
  }) => {
    const { id } = await member(stack, 'dami', { email: 'dami@acme.example', password: usualPassword })
    const visit = at(stack, 'google')
    expect((await visit.redirect('dami')).body).toMatchObject({
      outcome: 'registration_required',
      missing: ['phone'],
    })
    const verificationToken = await visit.prove(numberOf('dami'), 'sign_up')
    expect((await visit.register({ verificationTokens: [verificationToken] })).body).toMatchObject({
      outcome: 'link_confirmation_required',
      candidates: [{ phone: '***-****-**04' }],
    })
    expect((await visit.link()).body).toMatchObject({
      outcome: 'signed_in',
      created: false,
      member: { id },
    })
    expect((await visit.me()).body).toMatchObject({
      email: 'dami@acme.example',
      identities: [{ provider: 'google' }],
    })
    expect((await at(stack, 'google').redirect('dami')).body).toMatchObject({
      outcome: 'signed_in',
      member: { id },
    })
  })
})

describe('a newcomer', () => {
  it('joins with Naver after proving the number, which Naver does not verify', async ({ stack }) => {
    const visit = at(stack, 'naver')
    expect((await visit.redirect('woori')).body).toMatchObject({
      outcome: 'registration_required',
      familyMember: false,
      missing: ['phone'],
      profile: { name: '한우리', email: people.woori.email, emailVerified: false },
    })
    const verificationToken = await visit.prove(numberOf('woori'), 'sign_up')
    expect(await visit.register({ verificationTokens: [verificationToken] })).toMatchObject({
      status: 201,
      body: { outcome: 'signed_in', created: true },
    })
    expect((await visit.me()).body).toMatchObject({ phoneVerified: true, emailVerified: false })
  })

  it('joins with Kakao by one tap, since Kakao verifies all data', async ({ stack }) => {
    const visit = at(stack, 'kakao')
    expect((await visit.redirect('nari')).body).toMatchObject({
      outcome: 'registration_required',
      missing: [],
    })
    expect((await visit.register()).status).toBe(201)
  })

  it('returns with another provider as the same person', async ({ stack }) => {
    const visit = at(stack, 'google')
    const { body } = await visit.redirect('nari')
    expect(body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [{ email: 'n*****@newco.example', methods: expect.arrayContaining(['kakao']) }],
    })
    visit.provider = 'kakao'
    const byKakao = at(stack, 'kakao')
    await byKakao.redirect('nari')
    visit.accessToken = byKakao.accessToken
    expect((await visit.link()).body).toMatchObject({ outcome: 'linked' })
    expect((await at(stack, 'google').redirect('nari')).body).toMatchObject({
      outcome: 'signed_in',
      created: false,
    })
  })
})
