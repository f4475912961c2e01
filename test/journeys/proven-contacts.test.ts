import { describe, expect } from 'vitest'
import { mailsTo } from '../support/address-steps.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { asItIs, type OldMember, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * What Naver says of an address or a number leads to nobody. Once its code came back, it counts like any verified
 * value, and the visit is decided again.
 */

const ciOf = (letter: string): string => `${letter.repeat(86)}==`
const keys = ['new', 'two', 'old', 'only', 'spare', 'mother', 'paused', 'gone', 'early', 'elsewhere', 'other']
const cast = [
  ...keys.map((key, index) => atNaver(key, { mobile: `010-0000-61${10 + index}` })),
  ...['back', 'declines', 'both'].map((key) => atNaver(key, {}, ['mobile'])),
  atNaver('child', { mobile: '010-0000-6199', ci: ciOf('B') }),
]

const it = testWithStack(() => {
  const policy = { requiredItems: ['name'], consider: ['ci', 'email'] }
  return {
    casts: { naver: cast },
    environment: { IEUM_POLICY: JSON.stringify(policy) },
  }
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const mailOf = (key: string): string => `${key}@example.com`
const numberOf = (key: string): string =>
  `+82${`${cast.find((persona) => persona.key === key)?.mobile}`.replaceAll('-', '').slice(1)}`
const member = (stack: TestStack, known: OldMember) =>
  settle(stack, { name: '이전부', password: usualPassword, ...known })

/** A visitor from Naver who was asked to sign up, as everybody is. */
async function asked(stack: TestStack, key: string, verify = ['email', 'phone']): Promise<Visitor> {
  const who = visitor(stack, { client: 'app', provider: 'naver' })
  expect((await who.direct(key)).body).toMatchObject({
    outcome: 'registration_required',
    verify,
    profile: { email: mailOf(key), emailVerified: false },
  })
  stack.advanceClock(31)
  return who
}

/** Somebody who has just signed in by password. */
async function signedIn(stack: TestStack, address: string): Promise<Visitor> {
  const who = visitor(stack, { client: 'app' })
  expect((await who.passwordLogin(address)).status).toBe(200)
  return who
}

describe('a visitor whose contact led to nobody, and whose code came back', () => {
  it('is registered with the contact as verified, when nobody has it', async ({ stack }) => {
    const who = await asked(stack, 'new')
    expect(await who.registerProving(mailOf('new'), numberOf('new'))).toMatchObject({ status: 201 })
    expect((await who.me()).body).toMatchObject({ emailVerified: true, phoneVerified: true })
  })

  it('proves to be one of two members, when each contact is another member’s', async ({ stack }) => {
    await member(stack, { email: mailOf('two') })
    const other = await member(stack, { email: 'second@example.com', phone: numberOf('two') })
    const who = await asked(stack, 'two')
    const { body } = await who.registerProving(mailOf('two'), numberOf('two'))
    expect(body).toMatchObject({ outcome: 'link_proof_required', mayRegister: true })
    expect(body['candidates']).toMatchObject([{ email: 't*****@example.com' }, { phone: '***-****-**11' }])
    expect((await who.link()).status).toBe(401)
    await who.passwordLogin('second@example.com')
    expect((await who.link()).body).toMatchObject({ outcome: 'linked', member: { id: other.id } })
  })

  it('is not shown the earlier holder of a number, and takes it as somebody new', async ({ stack }) => {
    const earlier = await member(stack, {
      email: 'earlier@example.com',
      phone: numberOf('old'),
      phoneProvenDaysAgo: 400,
    })
    const who = await asked(stack, 'old')
    expect((await who.registerProving(numberOf('old'))).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [],
      mayRegister: true,
    })
    expect((await who.continueAsNew()).body).toMatchObject({
      outcome: 'registration_required',
      profile: { phone: numberOf('old') },
      verify: ['email'],
    })
    expect((await who.register()).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ phone: numberOf('old'), phoneVerified: true })
    expect(await asItIs(stack, earlier)).not.toHaveProperty('phone')
  })

  it('registers without the number, when it is all that its holder has', async ({ stack }) => {
    const holder = await member(stack, { phone: numberOf('only'), phoneProvenDaysAgo: 400 })
    const who = await asked(stack, 'only')
    expect((await who.registerProving(numberOf('only'))).body).toMatchObject({
      outcome: 'link_proof_required',
      candidates: [],
      mayRegister: true,
    })
    await who.continueAsNew()
    expect((await who.register()).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ phoneVerified: false })
    expect((await asItIs(stack, holder)).phone).toMatchObject({ value: numberOf('only'), verified: true })
  })

  it('recovers the account of an imported member by a yes: nothing else opens it any more', async ({
    stack,
  }) => {
    const old = await member(stack, { email: mailOf('back'), emailVerified: false })
    const earlier = visitor(stack, { client: 'app' })
    expect((await earlier.passwordLogin(mailOf('back'))).status).toBe(200)

    const who = await asked(stack, 'back', ['email'])
    expect((await who.registerProving(mailOf('back'))).body).toMatchObject({
      outcome: 'link_confirmation_required',
      candidates: [{ email: 'b*****@example.com' }],
    })
    expect((await who.link()).body).toMatchObject({ outcome: 'signed_in', member: { id: old.id } })
    expect((await who.me()).body).toMatchObject({
      email: mailOf('back'),
      emailVerified: true,
      identities: [{ provider: 'naver' }],
      methods: ['email_code', 'naver'],
    })
    expect((await mailsTo(stack, mailOf('back'))).map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('계정을 복구했습니다'),
        expect.stringContaining('로그인 방법'),
      ]),
    )
    expect((await earlier.me()).status).toBe(401)
    expect((await earlier.refresh()).status).toBe(401)
    expect((await visitor(stack).passwordLogin(mailOf('back'))).status).toBe(401)
    expect((await visitor(stack, { client: 'app', provider: 'naver' }).direct('back')).body).toMatchObject({
      outcome: 'signed_in',
    })
  })

  it('recovers an account by the address alone, when the number is proven as well', async ({ stack }) => {
    const number = '+821000006177'
    const contacts = { email: mailOf('both'), emailVerified: false, phone: number, phoneVerified: false }
    const old = await settle(stack, { name: '이전부', ...contacts })
    const who = await asked(stack, 'both', ['email'])
    expect((await who.registerProving(mailOf('both'), number)).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
    expect((await who.link()).body).toMatchObject({ outcome: 'signed_in', member: { id: old.id } })
    expect(await asItIs(stack, old)).not.toHaveProperty('phone')
  })

  it('recovers nothing before the yes, and keeps no session that the old password opened', async ({
    stack,
  }) => {
    const old = await member(stack, { email: mailOf('declines'), emailVerified: false })
    const who = await asked(stack, 'declines', ['email'])
    expect((await who.registerProving(mailOf('declines'))).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
    expect((await asItIs(stack, old)).ways).toEqual(['password'])
    const { accessToken } = await signedIn(stack, mailOf('declines'))
    who.accessToken = accessToken
    // The sign-in by the old password counts for nothing: the code recovers, and ends that session too.
    expect((await who.link()).body).toMatchObject({ outcome: 'signed_in', member: { id: old.id } })
    expect((await asItIs(stack, old)).ways.toSorted()).toEqual([
      'email',
      expect.stringMatching(/^identity:naver/),
    ])
  })

  it('types another contact, after being another person than the first one’s holder', async ({ stack }) => {
    await member(stack, { email: mailOf('spare') })
    const who = await asked(stack, 'spare')
    expect((await who.registerProving(mailOf('spare'))).body).toMatchObject({
      outcome: 'link_confirmation_required',
    })
    await who.continueAsNew()
    expect(await who.registerProving('spare.own@example.com')).toMatchObject({ status: 201 })
    expect((await who.me()).body).toMatchObject({ email: 'spare.own@example.com', emailVerified: true })
  })

  it('is two people with two CIs: a child does not get into the account of the mother by the shared number', async ({
    stack,
  }) => {
    const mother = await member(stack, {
      email: 'mother@example.com',
      phone: numberOf('child'),
      ci: ciOf('A'),
    })
    const who = await asked(stack, 'child')
    expect(await who.registerProving(numberOf('child'))).toMatchObject({
      status: 409,
      body: { code: 'identity_mismatch' },
    })
    expect((await asItIs(stack, mother)).version).toBe(1)
    expect(await who.register()).toMatchObject({ status: 201, body: { created: true } })
  })

  it.for([
    ['deactivated', 'paused', 401, 'member_deactivated'],
    ['suspended', 'gone', 403, 'member_suspended'],
  ] as const)(
    'learns the status of a %s member, since the code was the proof',
    async ([status, key, code, problem], { stack }) => {
      await member(stack, { email: mailOf(key), status })
      const who = await asked(stack, key)
      expect(await who.registerProving(mailOf(key))).toMatchObject({ status: code, body: { code: problem } })
    },
  )

  it('is signed in when the same person finished on another device meanwhile', async ({ stack }) => {
    const who = await asked(stack, 'elsewhere')
    const other = await asked(stack, 'elsewhere')
    await other.register()
    expect(await who.registerProving(mailOf('elsewhere'))).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false },
    })
  })
})

it('a proof that was used for the question cannot be shown again', async ({ stack }) => {
  await member(stack, { email: mailOf('other') })
  const who = await asked(stack, 'other')
  await who.registerProving(mailOf('other'))
  await who.continueAsNew()
  expect(await who.register({ verificationTokens: [who.verificationToken] })).toMatchObject({
    status: 409,
    body: { code: 'token_used' },
  })
})
