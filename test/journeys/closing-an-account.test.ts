import { describe, expect } from 'vitest'
import { leave, left } from '../support/closing-steps.ts'
import { atKakao } from '../support/people-at-kakao.ts'
import { comeBack, tokenMailedTo, tokensMailedTo } from '../support/reactivation-steps.ts'
import { type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A member closes the account. For thirty days nothing opens the account, nobody else gets its leads, and a mail
 * restores the whole account.
 */

const names = [
  '김하나',
  '이두리',
  '박세나',
  '최네모',
  '정다섯',
  '강여섯',
  '조일곱',
  '윤여덟',
  '한아홉',
  '오열',
  '서십일',
]
const keys = [
  'two',
  'direct',
  'redirect',
  'slow',
  'again',
  'idle',
  'taken',
  'second',
  'typing',
  'restored',
  'shown',
]
/** No two people share a name, or one would match the other. */
const cast = keys.map((key, index) => atKakao(key, { name: `${names[index]}` }))
/** The same address as another person, verified by Kakao. */
const namesake = atKakao('same-address', {
  name: '최네모',
  email: { address: 'taken@example.com', valid: true, verified: true },
})

const it = testWithStack({ personas: [...cast, namesake] })
it.afterEach(async ({ stack }) => {
  stack.kakao.heal()
  await expectSoundTable(stack)
})

const phone = (stack: TestStack) => visitor(stack, { client: 'app' })
/** Signs up with Kakao, on a phone. */
async function member(stack: TestStack, persona: string): Promise<Visitor> {
  const who = phone(stack)
  expect((await who.signUp(persona)).status).toBe(201)
  return who
}
/** Signs up by e-mail, on a phone. */
async function byMail(stack: TestStack, address: string): Promise<Visitor> {
  const who = phone(stack)
  expect((await who.emailSignUp(address)).status).toBe(201)
  return who
}
const day = /^\d{4}-\d\d-\d\dT/
const refusedAt = (address: string) => ({
  status: 403,
  body: {
    code: 'member_withdrawn',
    restorableUntil: expect.stringMatching(day),
    mailSentTo: `${address.slice(0, 1)}*****@example.com`,
  },
})
const subjectsTo = async (stack: TestStack, to: string) =>
  (await stack.outbox()).flatMap((sent) => (sent.to === to ? [sent.subject] : []))

describe('closing an account', () => {
  it('ends every session, disconnects the provider, and sends a mail', async ({ stack }) => {
    const [first, second] = [await member(stack, 'two'), visitor(stack)]
    await second.direct('two')
    const response = await leave(first)
    expect(response).toMatchObject({ status: 204, text: '' })
    expect(stack.kakao.isConnected('two')).toBe(false)
    for (const device of [first, second]) {
      expect((await device.me()).status).toBe(401)
      expect((await device.refresh()).status).toBe(401)
    }
    expect(await subjectsTo(stack, 'two@example.com')).toEqual(['탈퇴가 완료되었습니다'])
    expect((await leave(first)).body).toMatchObject({ code: 'invalid_token' })
  })

  it('deletes the cookie of a browser', async ({ stack }) => {
    await byMail(stack, 'browser@example.com')
    const browser = visitor(stack)
    await browser.passwordLogin('browser@example.com')
    await left(browser)
    expect(browser.cookies.has('__Host-ieum-refresh-web')).toBe(false)
  })

  it('needs a sign-in within the last ten minutes', async ({ stack }) => {
    const who = await byMail(stack, 'long-ago@example.com')
    stack.advanceClock(601)
    await who.refresh()
    const response = await leave(who)
    expect(response).toMatchObject({ status: 401, body: { code: 'insufficient_user_authentication' } })
    expect(response.headers.get('www-authenticate')).toContain('max_age="600"')
    expect((await who.me()).status).toBe(200)
  })

  it('succeeds when Kakao does not respond: the sweep tries again', async ({ stack }) => {
    const who = await member(stack, 'slow')
    stack.kakao.fail('/v1/user/unlink', 'server_error')
    await left(who)
    expect(await phone(stack).direct('slow')).toMatchObject(refusedAt('slow@example.com'))
    expect(stack.kakao.isConnected('slow')).toBe(true)
    stack.kakao.heal()
    stack.advanceClock(60)
    await who.sweep()
    expect(stack.kakao.isConnected('slow')).toBe(false)
    expect(await phone(stack).direct('slow')).toMatchObject({
      status: 403,
      body: { code: 'member_withdrawn' },
    })
  })
})

describe('row 23: a withdrawn member who signs in', () => {
  it.for(['direct', 'redirect'] as const)(
    'with Kakao, %s: is disconnected again, and restores the account',
    async (flow, { stack }) => {
      const who = await left(await member(stack, flow))
      const address = `${flow}@example.com`
      expect(await phone(stack)[flow](flow)).toMatchObject(refusedAt(address))
      expect(stack.kakao.isConnected(flow)).toBe(false)
      expect(await tokensMailedTo(stack, address)).toHaveLength(1)

      const token = await tokenMailedTo(stack, address)
      expect(await comeBack(stack, token)).toMatchObject({ status: 200, body: { outcome: 'reactivated' } })
      expect((await who.refresh()).status).toBe(401)
      const back = phone(stack)
      expect((await back[flow](flow)).body).toMatchObject({ outcome: 'signed_in', created: false })
      expect((await back.me()).body).toMatchObject({ identities: [{ provider: 'kakao' }], email: address })
      expect((await comeBack(stack, token)).body).toMatchObject({ code: 'token_used' })
    },
  )

  it('by password or by code is refused, and restores the account', async ({ stack }) => {
    const address = 'by-password@example.com'
    const who = await left(await byMail(stack, address))
    expect(await who.passwordLogin(address)).toMatchObject(refusedAt(address))
    stack.advanceClock(61)
    expect(await who.signInByCode(address)).toMatchObject(refusedAt(address))
    const [older, newer] = await tokensMailedTo(stack, address)
    expect((await comeBack(stack, older)).body).toMatchObject({ code: 'invalid_token' })
    expect((await comeBack(stack, newer)).status).toBe(200)
    expect((await who.passwordLogin(address)).status).toBe(200)
  })

  it('many times gets one mail a minute', async ({ stack }) => {
    const address = 'flood@example.com'
    const who = await left(await byMail(stack, address))
    for (let round = 0; round < 4; round += 1) {
      expect(await who.passwordLogin(address)).toMatchObject(refusedAt(address))
    }
    expect(await tokensMailedTo(stack, address)).toHaveLength(1)
  })

  it('without redeeming the ticket: the sweep disconnects Kakao', async ({ stack }) => {
    await left(await member(stack, 'idle'))
    const idler = phone(stack)
    await idler.startRedirect()
    await idler.arrive('idle')
    expect(stack.kakao.isConnected('idle')).toBe(true)
    stack.advanceClock(1801)
    await phone(stack).sweep()
    expect(stack.kakao.isConnected('idle')).toBe(false)
  })
})

describe('row 24: an address of a withdrawn member', () => {
  it('leads to no match, and to no new member', async ({ stack }) => {
    await left(await member(stack, 'taken'))
    const from = { rejoinFrom: expect.stringMatching(day) }
    expect(await phone(stack).direct('same-address')).toMatchObject({
      status: 403,
      body: { code: 'rejoin_not_allowed_yet', ...from },
    })
    expect(stack.kakao.isConnected('same-address')).toBe(false)
    stack.advanceClock(31)
    expect(await phone(stack).emailSignUp('taken@example.com')).toMatchObject({
      status: 403,
      body: { code: 'rejoin_not_allowed_yet', ...from },
    })
  })

  it('cannot be typed into another sign-up either', async ({ stack }) => {
    await left(await byMail(stack, 'typed@example.com'))
    const who = phone(stack)
    await who.direct('typing')
    stack.advanceClock(31)
    const verificationTokens = [await who.prove('typed@example.com', 'sign_up')]
    expect(await who.register({ verificationTokens })).toMatchObject({
      status: 403,
      body: { code: 'rejoin_not_allowed_yet', rejoinFrom: expect.stringMatching(day) },
    })
  })
})

describe('after the grace period', () => {
  it('the account is erased, and the same person may join anew', async ({ stack }) => {
    const who = await member(stack, 'restored')
    const before = (await who.me()).body
    await left(who)
    stack.advanceClock(30 * 86_400)
    expect((await who.sweep()).body).toMatchObject({ failed: 0 })
    const again = phone(stack)
    expect((await again.direct('restored')).body).toMatchObject({ outcome: 'registration_required' })
    expect((await again.register()).status).toBe(201)
    expect((await again.me()).body).not.toMatchObject({ id: before['id'] })
  })

  it('an earlier mail restores nothing', async ({ stack }) => {
    const address = 'too-late@example.com'
    const who = await left(await byMail(stack, address))
    stack.advanceClock(30 * 86_400 - 60)
    await who.passwordLogin(address)
    const token = await tokenMailedTo(stack, address)
    stack.advanceClock(61)
    expect((await comeBack(stack, token)).body).toMatchObject({ code: 'invalid_token' })
    await who.sweep()
    expect((await comeBack(stack, token)).body).toMatchObject({ code: 'invalid_token' })
    expect((await who.passwordLogin(address)).body).toMatchObject({ code: 'invalid_credentials' })
  })
})
