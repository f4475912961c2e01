import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack({
  personas: ['typing', 'recycler', 'namesake', 'stranger'].map((key) =>
    atKakao(key, { name: '문하늘' }, ['phone', 'email']),
  ),
  environment: { IEUM_POLICY: JSON.stringify({ requiredItems: ['name'] }) },
})
it.afterAll(({ stack }) => expectSoundTable(stack))

const textsTo = async (stack: TestStack, to: string) =>
  (await stack.outbox()).filter((message) => message.to === to && message.channel === 'sms')
const app = (stack: TestStack) => visitor(stack, { client: 'app' })

describe('signing up by phone', () => {
  it('takes a code by text and a password, and both then sign in', async ({ stack }) => {
    const who = app(stack)
    const response = await who.phoneSignUp('+821023456789')
    expect(response).toMatchObject({ status: 201, body: { outcome: 'signed_in', created: true } })
    expect((await who.me()).body).toMatchObject({
      phone: '+821023456789',
      phoneVerified: true,
      emailVerified: false,
      methods: ['password', 'sms_code'],
    })
    const [text] = await textsTo(stack, '+821023456789')
    expect(text?.text).toMatch(/^\[모꼬지\] 가입 인증번호\n\d{6}\n10분 안에/)
    stack.advanceClock(31)
    expect((await app(stack).passwordLogin('01023456789')).status).toBe(200)
    expect((await app(stack).signInByCode('+821023456789')).body).toMatchObject({
      created: false,
      member: response.body['member'],
    })
    stack.advanceClock(31)
    expect(await app(stack).phoneSignUp('+821023456789')).toMatchObject({
      status: 409,
      body: { code: 'phone_taken' },
    })
  })

  it('with an additional e-mail address lets both sign in', async ({ stack }) => {
    const who = app(stack)
    await who.prove('+821023450001', 'sign_up')
    const phoneToken = who.verificationToken
    const emailToken = await who.prove('both@example.com', 'sign_up')
    const twice = await who.registerByEmail({
      verificationToken: phoneToken,
      verificationTokens: [phoneToken],
    })
    expect(twice).toMatchObject({ status: 400, body: { errors: [{ pointer: '/verificationTokens' }] } })
    const over = { verificationToken: phoneToken, verificationTokens: [emailToken] }
    expect((await who.registerByEmail(over)).status).toBe(201)
    expect((await who.me()).body).toMatchObject({
      phoneVerified: true,
      email: 'both@example.com',
      emailVerified: true,
    })
  })
})

describe('a code by text', () => {
  it('is not sent to a stranger who signs in, and the response is the same', async ({ stack }) => {
    await settle(stack, { phone: '+821023450002' })
    const [known, unknown] = [
      await app(stack).sendCode('+821023450002'),
      await app(stack).sendCode('+821023450003'),
    ]
    expect(unknown.status).toBe(202)
    expect(Object.keys(unknown.body)).toEqual(Object.keys(known.body))
    expect(await textsTo(stack, '+821023450002')).toHaveLength(1)
    expect(await textsTo(stack, '+821023450003')).toHaveLength(0)
  })

  it.for(['02-123-4567', '070-1234-5678', '+12025550123', '1588-1234', 'a@example.com', '', 821012345678])(
    'never goes to %j',
    async (to, { stack }) => {
      const response = await app(stack).sendCode('+821000000000', 'sign_up', { to })
      expect(response).toMatchObject({ status: 400, body: { errors: [{ pointer: '/to' }] } })
    },
  )
})

describe('a member whom a number alone reaches', () => {
  it('is told by text of a change, and of the closed account', async ({ stack }) => {
    const who = app(stack)
    await who.phoneSignUp('+821023450090')
    const bearer = who.accessToken
    const changed = await who.call('PATCH', '/me', { bearer, body: { password: 'a new password 1' } })
    expect(changed.status).toBe(200)
    expect((await who.call('DELETE', '/me', { bearer })).status).toBe(204)
    const [, ...notices] = await textsTo(stack, '+821023450090')
    expect(notices.map(({ text }) => text)).toEqual([
      '[모꼬지] 계정 정보가 변경되었습니다. 본인이 아니면 고객센터에 알려 주세요.',
      '[모꼬지] 탈퇴가 완료되었습니다. 본인이 아니면 바로 로그인해서 복구해 주세요.',
    ])
  })

  it('is told by text that an address went to somebody who proved it', async ({ stack }) => {
    await settle(stack, {
      phone: '+821023450091',
      email: 'released@example.com',
      emailVerified: false,
      password: usualPassword,
    })
    const newcomer = visitor(stack)
    await newcomer.prove('released@example.com', 'sign_up')
    expect((await newcomer.registerByEmail()).status).toBe(201)
    expect((await textsTo(stack, '+821023450091')).map(({ text }) => text)).toEqual([
      '[모꼬지] 로그인 방법이 해제되었습니다. 본인이 아니면 고객센터에 알려 주세요.',
    ])
  })
})

describe('a number that its member has not proven for ninety days', () => {
  it('signs nobody in by a code alone, and goes to the newcomer who continues as new', async ({ stack }) => {
    const old = await settle(stack, {
      phone: '+821023450010',
      phoneProvenDaysAgo: 91,
      email: 'old@example.com',
      password: usualPassword,
    })
    const newcomer = app(stack)
    expect((await newcomer.sendCode('+821023450010')).status).toBe(202)
    expect(await textsTo(stack, '+821023450010')).toHaveLength(0)
    stack.advanceClock(31)
    expect(await newcomer.phoneSignUp('+821023450010')).toMatchObject({
      status: 409,
      body: { code: 'phone_taken' },
    })
    const response = await newcomer.registerByEmail({ continueAs: 'new' })
    expect(response).toMatchObject({ status: 201, body: { created: true } })
    expect(response.body['member']).not.toMatchObject({ id: old.id })
    expect(await asItIs(stack, old)).toMatchObject({ email: { verified: true }, ways: ['password', 'email'] })
    expect(await asItIs(stack, old)).not.toHaveProperty('phone')
    expect((await app(stack).passwordLogin('old@example.com')).status).toBe(200)
    const told = (await stack.outbox()).filter(({ to }) => to === 'old@example.com')
    expect(told.map(({ subject }) => subject)).toEqual(['로그인 방법이 해제되었습니다'])
  })

  it('stays with a member without another lead, who proves it again by password and code', async ({
    stack,
  }) => {
    await settle(stack, { phone: '+821023450011', phoneProvenDaysAgo: 91, password: usualPassword })
    const newcomer = app(stack)
    await newcomer.prove('+821023450011', 'sign_up')
    expect(await newcomer.registerByEmail({ continueAs: 'new' })).toMatchObject({
      body: { code: 'phone_taken' },
    })
    const owner = app(stack)
    await owner.passwordLogin('01023450011')
    stack.advanceClock(31)
    const verificationToken = await owner.prove('+821023450011', 'contact')
    expect((await owner.change({ verificationToken })).status).toBe(200)
    expect((await owner.refresh()).status).toBe(200)
    stack.advanceClock(31)
    expect((await app(stack).signInByCode('+821023450011')).status).toBe(200)
  })

  it('is proven by every confirmed code', async ({ stack }) => {
    await settle(stack, { phone: '+821023450012', phoneProvenDaysAgo: 80 })
    expect((await app(stack).signInByCode('+821023450012')).status).toBe(200)
    stack.advanceClock(20 * 86_400)
    expect((await app(stack).signInByCode('+821023450012')).status).toBe(200)
  })
})

describe('a paused member without an e-mail address', () => {
  it('reactivates by a text, once', async ({ stack }) => {
    await settle(stack, { phone: '+821023450030', password: usualPassword })
    const who = app(stack)
    await who.passwordLogin('+821023450030')
    await who.call('POST', '/me/deactivate', { bearer: who.accessToken, body: {} })
    expect(await who.passwordLogin('+821023450030')).toMatchObject({
      status: 401,
      body: { code: 'member_deactivated', mailSentTo: '***-****-**30' },
    })
    const [text] = await textsTo(stack, '+821023450030')
    const token = /#reactivate=(\S+)$/.exec(text?.text ?? '')?.[1]
    expect((await who.call('POST', '/reactivate', { body: { token } })).body).toEqual({
      outcome: 'reactivated',
    })
    expect(await who.call('POST', '/reactivate', { body: { token } })).toMatchObject({
      body: { code: 'token_used' },
    })
    expect((await who.passwordLogin('+821023450030')).status).toBe(200)
  })
})

describe('a number that a visitor from Kakao typed and proved', () => {
  it('belongs to the new member', async ({ stack }) => {
    const who = app(stack)
    await who.direct('typing')
    await who.prove('+821023450020', 'sign_up')
    expect((await who.register({ verificationTokens: [who.verificationToken] })).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ phone: '+821023450020', phoneVerified: true })
  })

  it('leads to the member who recently proved it: consent links', async ({ stack }) => {
    const member = await settle(stack, { phone: '+821023450021', name: '다른이' })
    const who = app(stack)
    await who.direct('stranger')
    await who.prove('+821023450021', 'sign_up')
    expect(await who.register({ verificationTokens: [who.verificationToken] })).toMatchObject({
      status: 200,
      body: { outcome: 'link_confirmation_required', candidates: [{ phone: '***-****-**21' }] },
    })
    expect((await who.link()).body).toMatchObject({ outcome: 'signed_in', member: { id: member.id } })
  })

  it('reveals nothing of its former holder, and goes to a visitor who continues as new', async ({
    stack,
  }) => {
    const old = await settle(stack, {
      phone: '+821023450022',
      phoneProvenDaysAgo: 91,
      email: 'before@example.com',
      name: '옛주인',
    })
    const who = app(stack)
    await who.direct('recycler')
    await who.prove('+821023450022', 'sign_up')
    expect(await who.register({ verificationTokens: [who.verificationToken] })).toMatchObject({
      status: 200,
      body: { outcome: 'link_proof_required', candidates: [], mayRegister: true },
    })
    expect((await who.continueAsNew()).body).toMatchObject({ outcome: 'registration_required' })
    expect((await who.register()).status).toBe(201)
    expect((await who.me()).body).toMatchObject({ phone: '+821023450022', phoneVerified: true })
    expect(await asItIs(stack, old)).not.toHaveProperty('phone')
  })
})
