import { decodeJwt } from 'jose'
import { describe, expect } from 'vitest'
import { madeUpCi, madeUpDi, type PortOnePersona } from '../../lib/stand-ins/portone/cast.ts'
import { asItIs, type OldMember, settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable, tableTextOf } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A member proves the own identity at the identity gateway (본인확인). The result is recorded, or finds another account
 * of the same person. Rows 21 and 22.
 */

const person = (key: string, more: Partial<PortOnePersona> = {}): PortOnePersona => ({
  key,
  name: '김하나',
  birthDate: '1990-04-12',
  gender: 'FEMALE',
  ci: madeUpCi(`ci${key}`),
  di: madeUpDi(`di${key}`),
  note: { ko: '시험', en: 'for a test' },
  ...more,
})
const checked = [
  person('new', { phoneNumber: '01000009101' }),
  person('twice', { name: '박개명' }),
  person('another'),
  person('payer'),
  person('child', { birthDate: `${new Date().getFullYear() - 10}-01-01` }),
  person('by-di', { ci: madeUpCi('nobodyknows') }),
]
const ciOf = (key: string): string => checked.find((one) => one.key === key)?.ci ?? ''

const it = testWithStack(() => {
  const claims = ['identity_verified']
  return { checked, environment: { IEUM_TOKENS: JSON.stringify({ claims }) } }
})
it.afterEach(({ stack }) => expectSoundTable(stack))

async function member(stack: TestStack, address: string, more: OldMember = {}): Promise<Visitor> {
  await settle(stack, { email: address, password: usualPassword, ...more })
  const who = visitor(stack, { client: 'app' })
  expect((await who.passwordLogin(address)).status).toBe(200)
  return who
}

/** The access token of somebody who has just signed in to an account, on another device. */
async function signedInTo(stack: TestStack, address: string): Promise<string> {
  const elsewhere = visitor(stack, { client: 'app' })
  await elsewhere.passwordLogin(address)
  return `${elsewhere.accessToken}`
}

describe('a service that asks for a check before a payment', () => {
  it('reads in the token whether there was one, and gets one in a session of yesterday', async ({
    stack,
  }) => {
    const who = await member(stack, 'payer@example.com')
    const isVerified = () => decodeJwt(who.accessToken ?? '')['identity_verified']
    expect(isVerified()).toBe(false)
    stack.advanceClock(24 * 3600)
    await who.refresh()
    expect(isVerified()).toBe(false)
    expect((await who.checkIdentity('payer')).body).toMatchObject({ outcome: 'identity_verified' })
    await who.refresh()
    expect(isVerified()).toBe(true)
  })
})

describe('row 22', () => {
  it('records the identity of the member, and fills in missing values', async ({ stack }) => {
    const known = await settle(stack, { email: 'new@example.com', password: usualPassword })
    const who = visitor(stack, { client: 'app' })
    await who.passwordLogin('new@example.com')
    const begun = await who.beginCheck()
    expect(begun.body).toMatchObject({
      identityVerificationId: expect.any(String),
      nonce: expect.any(String),
      storeId: 'store-local',
      channelKey: 'channel-key-local',
      expiresIn: 900,
    })
    stack.identityGateway.verify(who.check, 'new')
    const response = await who.confirmCheck()
    expect(response).toMatchObject({
      status: 200,
      body: {
        outcome: 'identity_verified',
        member: {
          name: '김하나',
          phone: '+821000009101',
          phoneVerified: true,
          identityVerifiedAt: expect.any(String),
        },
      },
    })
    expect(await asItIs(stack, known)).toMatchObject({
      birth: { year: 1990, monthDay: '0412', calendar: 'solar' },
      identitySource: 'portone:DANAL',
      ci: expect.any(String),
      di: expect.any(String),
    })
    expect(await who.confirmCheck()).toMatchObject({ status: 409, body: { code: 'token_used' } })
    const table = await tableTextOf(stack)
    for (const secret of [ciOf('new'), madeUpDi('dinew'), 'pgRawResponse', 'SKT']) {
      expect(table).not.toContain(secret)
    }
  })

  it('tells the member of a number that signs in from now on, once', async ({ stack }) => {
    const noticesTo = async (to: string) =>
      (await stack.outbox()).filter((mail) => mail.to === to).map(({ subject, text }) => `${subject} ${text}`)
    expect(await noticesTo('new@example.com')).toEqual([
      expect.stringMatching(/^로그인 방법이 추가되었습니다 [\s\S]*추가된 방법: 휴대전화 번호\n/),
    ])
    const named = await member(stack, 'unchanged@example.com', { phone: '+821000009103' })
    await named.checkIdentity('payer')
    expect(await noticesTo('unchanged@example.com')).toEqual([])
  })

  it('is recorded anew for the same person, and refused for another person', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.passwordLogin('new@example.com')
    expect((await who.checkIdentity('new')).body['outcome']).toBe('identity_verified')
    expect(await who.checkIdentity('another')).toMatchObject({
      status: 409,
      body: { code: 'identity_mismatch' },
    })
  })

  it('replaces no value that the member gave', async ({ stack }) => {
    const who = await member(stack, 'named@example.com', { name: '남다른', phone: '+821000009102' })
    const { body } = await who.checkIdentity('another')
    expect(body).toMatchObject({ member: { name: '남다른', phone: '+821000009102' } })
  })

  it('is not reached before a check is finished', async ({ stack }) => {
    const who = await member(stack, 'early@example.com')
    await who.beginCheck()
    expect(await who.confirmCheck()).toMatchObject({ status: 400, body: { code: 'provider_denied' } })
    stack.identityGateway.cancel(who.check)
    expect(await who.confirmCheck()).toMatchObject({ status: 400, body: { code: 'provider_denied' } })
    stack.identityGateway.fail(`/identity-verifications/${who.check.id}`, 'server_error', 1)
    expect(await who.confirmCheck()).toMatchObject({ status: 502, body: { code: 'provider_unavailable' } })
    stack.identityGateway.verify(who.check, 'child')
    expect(await who.confirmCheck()).toMatchObject({
      status: 403,
      body: { code: 'guardian_consent_required' },
    })
  })
})

describe('row 21', () => {
  it('the check finds two accounts of one person, and consent merges them once the person signed in to both', async ({
    stack,
  }) => {
    const old = await settle(stack, {
      email: 'before@example.com',
      name: '박예전',
      ci: ciOf('twice'),
      password: usualPassword,
    })
    const who = await member(stack, 'after@example.com', { name: '박개명' })
    const asked = await who.checkIdentity('twice')
    expect(asked).toMatchObject({
      status: 200,
      body: {
        outcome: 'merge_confirmation_required',
        needs: 'proof',
        candidates: [{ joinedMonth: '2023-05', methods: ['password', 'email_code'] }],
      },
    })
    // A CI identifies a person. It does not prove that the person may see the address of the account.
    expect(asked.text).not.toMatch(/before@|b\*|박/)
    expect(await who.merge()).toMatchObject({
      status: 401,
      body: { code: 'insufficient_user_authentication' },
    })
    const otherAccessToken = await signedInTo(stack, 'before@example.com')
    expect(await who.merge({ otherAccessToken })).toMatchObject({
      status: 200,
      body: {
        outcome: 'merged',
        member: { email: 'after@example.com', identityVerifiedAt: expect.any(String) },
      },
    })
    expect((await asItIs(stack, old)).status).toBe('merged')
    const mails = (await stack.outbox()).map(({ to }) => to)
    expect(mails).toEqual(expect.arrayContaining(['before@example.com', 'after@example.com']))
    expect((await visitor(stack).signInByCode('before@example.com')).body).toMatchObject({
      outcome: 'signed_in',
      member: { id: (await who.me()).body['id'] },
    })
  })

  it('declining keeps both accounts as they were', async ({ stack }) => {
    await settle(stack, { email: 'stays@example.com', ci: ciOf('by-di') })
    const who = await member(stack, 'stays-too@example.com')
    expect((await who.checkIdentity('by-di')).body['outcome']).toBe('merge_confirmation_required')
    expect((await who.merge({ consent: false })).body['outcome']).toBe('declined')
    expect((await who.me()).body['identityVerifiedAt']).toBeUndefined()
  })
})
