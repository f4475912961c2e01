import { describe, expect } from 'vitest'
import type { KakaoPersona } from '../../lib/stand-ins/kakao/persona.ts'
import { atKakao, mail } from '../support/people-at-kakao.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/* The match policy is the decision of the service, within rules that no policy loosens. */

const ciOf = (letter: string): string => `${letter.repeat(86)}==`

/** An `it` with a service that has this policy. */
const withPolicy = (policy: object, personas: readonly KakaoPersona[]) =>
  testWithStack({ personas, environment: { IEUM_POLICY: JSON.stringify(policy) } })

const itMatchesByAll = withPolicy(
  { full: ['phone', 'email', 'name'], requiredItems: ['phone', 'email', 'name'] },
  [
    atKakao('whole', { phone: '+82 10-0000-5001' }),
    atKakao('no-phone-here', { phone: '+82 10-0000-5002' }),
    atKakao('typed-phone', { phone: '+82 10-0000-5003' }),
    atKakao('cautious', { name: '유다름' }),
    atKakao('namesake', { name: '남이름' }),
  ],
)

describe('a service that matches by phone, e-mail and name', () => {
  const it = itMatchesByAll
  it.afterEach(({ stack }) => expectSoundTable(stack))

  it('asks for consent when all three are equal and verified', async ({ stack }) => {
    await settle(stack, { email: 'whole@example.com', phone: '+821000005001', name: '김하나' })
    const who = visitor(stack)
    expect((await who.redirect('whole')).body).toMatchObject({
      outcome: 'link_confirmation_required',
      candidates: [{ email: 'w*****@example.com', phone: '***-****-**01', name: '김**' }],
    })
    expect((await who.link()).body).toMatchObject({ outcome: 'signed_in', created: false })
  })

  it.for([
    ['has no number on file', 'no-phone-here', {}],
    ['has never verified the number', 'typed-phone', { phone: '+821000005003', phoneVerified: false }],
  ] as const)('asks for proof from a member who %s', async ([_, key, more], { stack }) => {
    await settle(stack, { email: `${key}@example.com`, name: '김하나', password: usualPassword, ...more })
    const who = visitor(stack)
    expect((await who.direct(key)).body).toMatchObject({ outcome: 'link_proof_required' })
    await who.passwordLogin(`${key}@example.com`)
    expect((await who.link()).body).toMatchObject({ outcome: 'linked' })
  })

  it('verifies the number of a member who proved the account', async ({ stack }) => {
    const who = visitor(stack)
    await who.direct('typed-phone')
    expect((await who.me()).body).toMatchObject({ phone: '+821000005003', phoneVerified: true })
  })

  it('requires no number from a visitor who is a member', async ({ stack }) => {
    await settle(stack, { email: 'cautious@example.com', name: '다른이', password: usualPassword })
    const who = visitor(stack)
    expect((await who.redirect('cautious', { refuse: ['phone_number'] })).body).toMatchObject({
      outcome: 'link_proof_required',
    })
    expect(stack.kakao.isConnected('cautious')).toBe(true)
    expect(await who.continueAsNew()).toMatchObject({
      status: 400,
      body: { code: 'mandatory_items_not_agreed', items: ['phone'] },
    })
    expect(stack.kakao.isConnected('cautious')).toBe(false)
  })

  it('matches nobody by a name alone, unless the policy says so', async ({ stack }) => {
    await settle(stack, { email: 'n@example.com', name: '남이름' })
    expect((await visitor(stack).redirect('namesake')).body).toMatchObject({
      outcome: 'registration_required',
    })
  })
})

const itMatchesByCi = withPolicy({}, [
  atKakao('same-again', { ci: ciOf('A'), name: '박달라', email: mail('another@example.com') }),
  atKakao('recycled', { ci: ciOf('B'), phone: '+82 10-0000-5010' }),
  atKakao('torn', { ci: ciOf('D'), email: mail('torn@example.com') }),
  atKakao('first-ci', { ci: ciOf('F') }),
])

describe('a person with a CI', () => {
  const it = itMatchesByCi
  it.afterEach(({ stack }) => expectSoundTable(stack))

  it('is the member with that CI, whatever else differs, and cannot become a second member', async ({
    stack,
  }) => {
    const member = await settle(stack, { email: 'old@example.com', name: '옛이름', ci: ciOf('A') })
    const who = visitor(stack)
    expect(await who.redirect('same-again')).toMatchObject({
      body: { outcome: 'link_confirmation_required', candidates: [{ joinedMonth: '2023-05' }] },
    })
    expect(await who.continueAsNew()).toMatchObject({ status: 409, body: { code: 'identity_taken' } })
    expect(await who.link()).toMatchObject({ body: { outcome: 'signed_in', member: { id: member.id } } })
  })

  it('is another person than a member with the same address and name and another CI', async ({ stack }) => {
    const known = { email: 'recycled@example.com', name: '김하나', phone: '+821000005010' }
    const member = await settle(stack, { ...known, ci: ciOf('C'), password: usualPassword })
    const who = visitor(stack)
    expect((await who.redirect('recycled')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await asItIs(stack, member)).version).toBe(1)
  })

  it('who matches one member by CI and another by address chooses one, and does not become a third', async ({
    stack,
  }) => {
    await settle(stack, { email: 'd@example.com', ci: ciOf('D'), password: usualPassword })
    await settle(stack, { email: 'torn@example.com', name: '김하나', password: usualPassword })
    const who = visitor(stack)
    const asked = await who.redirect('torn')
    expect(asked.body).toMatchObject({ outcome: 'link_proof_required', mayRegister: false })
    expect(asked.body['candidates']).toHaveLength(2)
    expect((await who.continueAsNew()).status).toBe(409)
    // As the member with the address, the person with the CI would have a second account.
    await who.passwordLogin('torn@example.com')
    expect(await who.link()).toMatchObject({ status: 409, body: { code: 'identity_taken' } })
    await who.passwordLogin('d@example.com')
    expect((await who.link()).body).toMatchObject({ outcome: 'linked' })
  })

  it('gives the CI to the linked member without a CI, so nobody else can have it', async ({ stack }) => {
    const member = await settle(stack, { email: 'first-ci@example.com', name: '김하나' })
    const who = visitor(stack)
    await who.redirect('first-ci')
    expect((await who.link()).body).toMatchObject({ outcome: 'signed_in' })
    expect((await asItIs(stack, member)).ci).toMatch(/^[\w-]{43}$/)
  })
})
