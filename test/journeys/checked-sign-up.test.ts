import { describe, expect } from 'vitest'
import { madeUpCi } from '../../lib/stand-ins/portone/cast.ts'
import { atGoogle } from '../support/people-at-google.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import { textIn } from '../support/read-response.ts'
import { newSecret, usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable, itemsOf } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A service that wants one account for each person from the first day asks for an identity check (본인확인) before there
 * is an account. The check says who somebody is; only signing in says that they hold an account.
 */

const keys = [
  'racing',
  'racer',
  'first',
  'second',
  'known',
  'by-di',
  'child',
  'unchecked',
  'thief',
  'twice',
  'unproven',
  'by-number',
] as const
const person = (key: string, more: object = {}) => ({
  key,
  name: `김${key}`,
  birthDate: '1990-04-12',
  gender: 'FEMALE' as const,
  phoneNumber: `0100000${9200 + keys.map(String).indexOf(key)}`,
  ci: madeUpCi(key.replaceAll('-', '')),
  di: `di-of-${key}`.padEnd(64, '0'),
  note: { ko: '시험', en: 'for a test' },
  ...more,
})
const childOf = { birthDate: `${new Date().getFullYear() - 10}-01-01` }
const checked = keys.map((key) => {
  const { ci, phoneNumber, ...rest } = person(key, key === 'child' ? childOf : {})
  // Some agencies give a DI alone.
  if (key === 'racing') return rest
  return key === 'by-di' ? { ...rest, phoneNumber } : { ...rest, phoneNumber, ci }
})

const it = testWithStack({
  checked,
  casts: { google: keys.map((key) => atGoogle(key)) },
  environment: { IEUM_POLICY: JSON.stringify({ verifiedItems: ['identity'] }) },
})
it.afterEach(({ stack }) => expectSoundTable(stack))

/** Begins and confirms a check of a visit, as this person of the gateway. */
async function check(stack: TestStack, who: Visitor, as: string) {
  const { begun, codeVerifier } = await who.beginVisitCheck()
  const id = textIn(begun, 'identityVerificationId')
  stack.identityGateway.verify({ id, nonce: textIn(begun, 'nonce') }, as)
  const confirm = () => who.confirmVisitCheck(id, codeVerifier)
  return { response: await confirm(), confirm }
}

const lastRow = (stack: TestStack): unknown => stack.log().findLast(({ row }) => row !== undefined)?.row

const atHome = async (stack: TestStack, key: string): Promise<Visitor> => {
  const who = visitor(stack, { client: 'app', provider: 'google' })
  expect((await who.direct(key)).body).toMatchObject({ missing: ['identity'] })
  return who
}

describe('a first-timer', () => {
  it('signs up after a check, with what the check says', async ({ stack }) => {
    const who = await atHome(stack, 'first')
    expect(await who.register()).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/registerToken', detail: '필수 항목입니다(본인확인).' }] },
    })
    const before = who.registration['registerToken']
    const { response, confirm } = await check(stack, who, 'first')
    expect(response.body).toMatchObject({
      outcome: 'registration_required',
      missing: [],
      profile: { birth: { year: 1990, monthDay: '0412', calendar: 'solar' }, phone: '+821000009202' },
    })
    expect((await who.register({ registerToken: before })).body['code']).toBe('token_used')
    expect((await confirm()).body['code']).toBe('token_used')
    expect((await who.register()).status).toBe(201)
    expect((await who.me()).body).toMatchObject({
      identityVerifiedAt: expect.any(String),
      phone: '+821000009202',
      phoneVerified: true,
    })
    expect((await itemsOf(stack, 'claim')).map(({ of }) => of)).toEqual(expect.arrayContaining(['ci', 'di']))
    const events = (await itemsOf(stack, 'event')).map(({ type }) => type)
    expect(events).toEqual(expect.arrayContaining(['member.registered', 'member.identified']))
  })

  it('who is a child is sent to a guardian', async ({ stack }) => {
    const who = await atHome(stack, 'child')
    const { response } = await check(stack, who, 'child')
    expect(response).toMatchObject({ status: 403, body: { code: 'guardian_consent_required' } })
  })

  it('asks for the result of checks sixty times at most, as a member may in an hour', async ({ stack }) => {
    const who = await atHome(stack, 'unchecked')
    const { begun, codeVerifier } = await who.beginVisitCheck()
    const confirm = () => who.confirmVisitCheck(textIn(begun, 'identityVerificationId'), codeVerifier)
    for (let time = 0; time < 60; time += 1) {
      expect(await confirm()).toMatchObject({ status: 400, body: { code: 'provider_denied' } })
    }
    expect(await confirm()).toMatchObject({ status: 429, body: { code: 'too_many_requests' } })
  })

  it('does not sign up without a check', async ({ stack }) => {
    const who = await atHome(stack, 'unchecked')
    expect((await who.register()).status).toBe(400)
  })
})

describe('a sign-up by address, which has no check', () => {
  it.for([
    ['e-mail', (who: Visitor) => who.emailSignUp('no-check@example.com')],
    ['phone', (who: Visitor) => who.phoneSignUp('+821023480009')],
  ] as const)('by %s says that a provider offers one', async ([_, join], { stack }) => {
    const fault = {
      pointer: '/verificationToken',
      detail:
        '본인확인이 필요한 서비스라 이메일이나 전화번호만으로는 가입할 수 없습니다. 소셜 로그인으로 가입해 주세요.',
    }
    expect(await join(visitor(stack, { client: 'app' }))).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [fault] },
    })
  })
})

describe('a person who is a member already', () => {
  it.for([
    ['CI', 'known'],
    ['DI', 'by-di'],
  ] as const)(
    'is recognised by the %s, and links after a sign-in to that account',
    async ([_, key], { stack }) => {
      const address = `${key}@old.example.com`
      await settle(stack, { email: address, name: '옛이름', password: usualPassword })
      const old = visitor(stack, { client: 'app' })
      await old.passwordLogin(address)
      expect((await old.checkIdentity(key)).body).toMatchObject({ outcome: 'identity_verified' })
      const who = await atHome(stack, key)
      const { response } = await check(stack, who, key)
      expect(response.body).toMatchObject({
        outcome: 'link_confirmation_required',
        needs: 'proof',
        mayRegister: false,
      })
      // The check alone opens nothing.
      expect((await who.link()).status).toBe(401)
      await who.passwordLogin(address)
      expect((await who.link()).body).toMatchObject({ outcome: 'linked' })
      expect(lastRow(stack)).toBe(5)
      expect((await visitor(stack, { client: 'app', provider: 'google' }).direct(key)).body).toMatchObject({
        outcome: 'signed_in',
        created: false,
      })
    },
  )

  it.for([
    ['an unproven CI', 'unproven', { ci: madeUpCi('unproven'), ciUnproven: true }],
    ['the number', 'by-number', { phone: '+821000009211' }],
  ] as const)(
    'is found by %s, and counts as checked once the visit is linked',
    async ([_, key, more], { stack }) => {
      const address = `${key}@old.example.com`
      const known = await settle(stack, { email: address, password: usualPassword, ...more })
      const who = await atHome(stack, key)
      const { response } = await check(stack, who, key)
      expect(response.body).toMatchObject({ outcome: 'link_proof_required' })
      await who.passwordLogin(address)
      expect((await who.link()).body).toMatchObject({
        outcome: 'linked',
        member: { identityVerifiedAt: expect.any(String) },
      })
      expect(lastRow(stack)).toBe(7)
      expect(await asItIs(stack, known)).toMatchObject({
        ci: expect.any(String),
        di: expect.any(String),
        identitySource: 'portone:DANAL',
      })
      expect(await asItIs(stack, known)).not.toHaveProperty('identityUnproven')
      const events = (await itemsOf(stack, 'event')).filter(({ memberId }) => memberId === known.id)
      expect(events.map(({ type }) => type)).toContain('member.identified')
    },
  )

  it('who has just signed up comes by another provider account, and does not get a second account', async ({
    stack,
  }) => {
    const first = await atHome(stack, 'twice')
    await check(stack, first, 'twice')
    expect((await first.register()).status).toBe(201)
    const again = await atHome(stack, 'second')
    const { response } = await check(stack, again, 'twice')
    expect(response.body).toMatchObject({
      outcome: 'link_confirmation_required',
      needs: 'proof',
      mayRegister: false,
    })
    expect((await again.continueAsNew()).status).toBe(409)
  })
})

it('a person who is checked in two visits at once gets one account', async ({ stack }) => {
  const [one, other] = [await atHome(stack, 'racing'), await atHome(stack, 'racer')]
  for (const who of [one, other]) {
    expect((await check(stack, who, 'racing')).response.body).toMatchObject({
      outcome: 'registration_required',
    })
  }
  const responses = await Promise.all([one.register(), other.register()])
  expect(responses.map(({ status }) => status).toSorted()).toEqual([201, 409])
  expect(responses.find(({ status }) => status === 409)?.body['code']).toBe('identity_taken')
})

describe('a check', () => {
  it('serves the visit that began it, and nobody else', async ({ stack }) => {
    const who = await atHome(stack, 'thief')
    const stolen = await who.beginVisitCheck({ codeVerifier: newSecret().codeVerifier })
    expect(stolen.begun.body['code']).toBe('invalid_token')
    const { begun, codeVerifier } = await who.beginVisitCheck()
    const id = textIn(begun, 'identityVerificationId')
    stack.identityGateway.verify({ id, nonce: textIn(begun, 'nonce') }, 'thief')
    expect((await who.confirmVisitCheck(id, newSecret().codeVerifier)).body['code']).toBe('invalid_token')
    expect((await who.confirmVisitCheck(id, codeVerifier)).body['outcome']).toBe('registration_required')
  })
})
