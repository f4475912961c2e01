import { describe, expect } from 'vitest'
import { serviceKeyHeader } from '../../lib/local/gateway/iam-authorizer.ts'
import { madeUpCi } from '../../lib/stand-ins/portone/cast.ts'
import { leave } from '../support/closing-steps.ts'
import { atGithub } from '../support/people-at-github.ts'
import { atGoogle } from '../support/people-at-google.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { atNaver } from '../support/people-at-naver.ts'
import { type OldMember, setStatus, settle } from '../support/people-of-the-service.ts'
import { textIn } from '../support/read-response.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * The requests that have the most to read and to write, at a service that considers names: each must come to its end within
 * the calls of the table that a request may make.
 */

const checked = ['checked', 'stays'].map((key) => ({
  key,
  name: '정다섯',
  birthDate: '1990-04-12',
  gender: 'FEMALE' as const,
  ci: madeUpCi(key),
  di: `di-of-${key}`.padEnd(64, '0'),
  note: { ko: '시험', en: 'for a test' },
}))

const it = testWithStack({
  personas: [
    atKakao('closes', { name: '김하나' }),
    atKakao('paused', { name: '이두리' }),
    atKakao('typed', {
      name: '박세나',
      email: { address: 'said@example.com', valid: true, verified: false },
    }),
    atKakao('checked', { name: '정다섯' }),
  ],
  casts: { google: [atGoogle('closes')], github: [atGithub('closes')], naver: [atNaver('closes')] },
  checked,
})
it.afterEach(({ stack }) => expectSoundTable(stack))

const phone = (stack: TestStack) => visitor(stack, { client: 'app' })

/** A member with a password, signed in on a phone. */
async function member(stack: TestStack, key: string, more: OldMember = {}): Promise<Visitor> {
  const email = `${key}@members.example`
  await settle(stack, { email, password: usualPassword, name: '정다섯', ...more })
  const who = phone(stack)
  expect((await who.passwordLogin(email)).status).toBe(200)
  return who
}

/** Has the identity of a visitor checked, as this person of the gateway. */
async function confirmVisitCheck(stack: TestStack, who: Visitor, as: string): Promise<void> {
  const { begun, codeVerifier } = await who.beginVisitCheck()
  const id = textIn(begun, 'identityVerificationId')
  stack.identityGateway.verify({ id, nonce: textIn(begun, 'nonce') }, as)
  expect((await who.confirmVisitCheck(id, codeVerifier)).status).toBe(200)
}

describe('a request with much to do', () => {
  it('closes an account with an identity at each of four providers', async ({ stack }) => {
    const who = await member(stack, 'closes', { name: '김하나' })
    for (const provider of ['kakao', 'google', 'github', 'naver'] as const) {
      who.provider = provider
      expect((await who.startLink('closes', {}, 'direct')).body).toMatchObject({ outcome: 'linked' })
    }
    expect((await leave(who)).status).toBe(204)
    for (const provider of ['kakao', 'google', 'github', 'naver'] as const) {
      expect(stack.standIns[provider].isConnected('closes')).toBe(false)
    }
  })

  it('refuses a visit whose member was paused between the callback and the ticket, and leaves the mail', async ({
    stack,
  }) => {
    const member = await settle(stack, { email: 'paused@example.com', name: '이두리' })
    const who = visitor(stack)
    await who.startRedirect()
    const back = await who.comeBack(who.consent('paused'))
    const ticket = `${new URL(`${back.headers.get('location')}`).searchParams.get('ticket')}`
    await setStatus(stack, member, 'deactivated')
    expect(await who.redeem(ticket)).toMatchObject({
      status: 401,
      body: { code: 'member_deactivated', mailSentTo: 'p*****@example.com' },
    })
    expect(await who.redeem(ticket)).toMatchObject({ status: 400, body: { code: 'invalid_ticket' } })
  })

  it('tells a visitor of the own paused account, after the code of a typed address', async ({ stack }) => {
    await settle(stack, { email: 'typed@example.com', name: '박세나', status: 'deactivated' })
    const who = visitor(stack)
    await who.redirect('typed')
    expect((await who.continueAsNew()).body).toMatchObject({ outcome: 'registration_required' })
    expect(await who.registerProving('typed@example.com')).toMatchObject({
      status: 401,
      body: { code: 'member_deactivated', mailSentTo: 't*****@example.com' },
    })
  })

  it('decides a visit again after an identity check', async ({ stack }) => {
    await settle(stack, { email: 'namesake@example.com', name: '정다섯' })
    const who = visitor(stack)
    await who.redirect('checked')
    const asked = await who.continueAsNew()
    expect(asked.body).toMatchObject({ outcome: 'registration_required' })
    await confirmVisitCheck(stack, who, 'checked')
  })

  it('takes an address from a member who has left for good', async ({ stack }) => {
    expect((await leave(await member(stack, 'left'))).status).toBe(204)
    stack.advanceClock(31 * 86_400)
    const who = await member(stack, 'takes')
    await who.prove('left@members.example', 'contact')
    expect(await who.change({ verificationToken: who.verificationToken })).toMatchObject({
      status: 200,
      body: { email: 'left@members.example', emailVerified: true },
    })
  })
})

const policy = {
  requiredItems: ['name', 'phone'],
  verifiedItems: ['phone'],
  siblingTags: [],
  sharedContacts: ['phone'],
}
const family = testWithStack({
  personas: [atKakao('daughter', { name: '정다섯' }, ['email', 'phone'])],
  checked,
  environment: { IEUM_POLICY: JSON.stringify(policy) },
})
family.afterEach(({ stack }) => expectSoundTable(stack))

describe('at a service whose members share numbers, a request', () => {
  const number = '+821070010001'
  const anew = { continueAs: 'new' }

  family('signs up with a check, an own address and the number of two others', async ({ stack }) => {
    for (const [name, over] of [
      ['이엄마', {}],
      ['김아빠', anew],
    ] as const) {
      stack.advanceClock(31)
      expect((await phone(stack).phoneSignUp(number, { name, ...over })).status).toBe(201)
    }
    stack.advanceClock(31)
    const who = visitor(stack)
    await who.redirect('daughter')
    await confirmVisitCheck(stack, who, 'checked')
    expect((await who.registerProving('daughter@members.example', number)).body).toMatchObject({
      outcome: 'link_proof_required',
    })
    await who.continueAsNew()
    expect((await who.register()).status).toBe(201)
    expect((await who.me()).body).toMatchObject({
      email: 'daughter@members.example',
      phone: number,
      identityVerifiedAt: expect.any(String),
    })
  })

  family('finds all who share a number, for support', async ({ stack }) => {
    const headers = { [serviceKeyHeader]: stack.serviceKey }
    const query = new URLSearchParams({ phone: number })
    const found = await phone(stack).call('GET', `/service/members?${query}`, { headers })
    expect(found).toMatchObject({ status: 200, body: { members: { length: 3 } } })
  })
})
