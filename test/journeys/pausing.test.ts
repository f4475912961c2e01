import { describe, expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { asItIs, settle } from '../support/people-of-the-service.ts'
import {
  comeBack,
  pause,
  pausedMember,
  tokenMailedTo,
  tokensMailedTo,
} from '../support/reactivation-steps.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

/*
 * A member pauses the account, and nothing opens the account from then on. Each sign-in, at any door, tells the
 * member and sends one mail. The link of the mail reactivates the account, and the person signs in as usual.
 */

/** No two people share a name, or one would match the other. */
const cast = Object.entries({
  paused: '김하나',
  redirected: '이두리',
  known: '박세나',
  'known-too': '최네모',
  typed: '정다섯',
  late: '강여섯',
}).map(([key, name]) => atKakao(key, { name }))

const it = testWithStack({ personas: cast })
it.afterEach(({ stack }) => expectSoundTable(stack))

const refusedAt = (address: string) => ({
  status: 401,
  body: {
    code: 'member_deactivated',
    user_mapping: 'DEACTIVATION_USER',
    mailSentTo: `${address.slice(0, 1)}*****@example.com`,
  },
})

/**
 * Signs in and is refused, gets one mail, and reactivates the account. The account is then active, without a session.
 */
async function comesBackFrom(stack: TestStack, address: string, who: Visitor): Promise<void> {
  expect(await tokensMailedTo(stack, address)).toHaveLength(1)
  expect(await comeBack(stack, await tokenMailedTo(stack, address))).toMatchObject({
    status: 200,
    body: { outcome: 'reactivated' },
  })
  expect((await who.refresh()).status).toBe(401)
}

describe('pausing an account', () => {
  it('ends every session of the member at once, on all devices', async ({ stack }) => {
    const phone = visitor(stack, { client: 'app' })
    await phone.emailSignUp('two-devices@example.com')
    const browser = visitor(stack)
    await browser.passwordLogin('two-devices@example.com')
    expect(await pause(browser)).toMatchObject({ status: 204, text: '' })
    expect(browser.cookies.has('__Host-ieum-refresh-web')).toBe(false)
    for (const device of [phone, browser]) {
      expect((await device.me()).status).toBe(401)
      expect((await device.refresh()).status).toBe(401)
    }
    expect((await pause(phone)).body).toMatchObject({ code: 'invalid_token' })
  })

  it('needs a sign-in within the last ten minutes', async ({ stack }) => {
    const who = visitor(stack, { client: 'app' })
    await who.emailSignUp('long-ago@example.com')
    stack.advanceClock(601)
    await who.refresh()
    const response = await pause(who)
    expect(response).toMatchObject({ status: 401, body: { code: 'insufficient_user_authentication' } })
    expect(response.headers.get('www-authenticate')).toContain('max_age="600"')
  })
})

describe('row 2: a deactivated member signs in', () => {
  it.for(['direct', 'redirect'] as const)('with Kakao, %s', async (flow, { stack }) => {
    const persona = flow === 'direct' ? 'paused' : 'redirected'
    const who = visitor(stack, { client: 'app' })
    const { body } = await who.signUp(persona)
    await pause(who)
    expect(await visitor(stack)[flow](persona)).toMatchObject(refusedAt(persona))
    await comesBackFrom(stack, `${persona}@example.com`, who)
    expect(await visitor(stack)[flow](persona)).toMatchObject({
      status: 200,
      body: { outcome: 'signed_in', created: false, member: body['member'] },
    })
  })

  it('by password', async ({ stack }) => {
    const address = 'by-password@example.com'
    const who = await pausedMember(stack, address)
    expect(await who.passwordLogin(address)).toMatchObject(refusedAt(address))
    await comesBackFrom(stack, address, who)
    expect((await who.passwordLogin(address)).status).toBe(200)
  })

  it('by a code', async ({ stack }) => {
    const address = 'by-code@example.com'
    const who = await pausedMember(stack, address)
    stack.advanceClock(31)
    expect(await who.signInByCode(address)).toMatchObject(refusedAt(address))
    await comesBackFrom(stack, address, who)
    expect((await who.codeLogin()).status).toBe(200)
  })

  it('by a sign-up that another device finished first', async ({ stack }) => {
    const [first, late] = [visitor(stack, { client: 'app' }), visitor(stack)]
    await late.redirect('late')
    await first.signUp('late')
    await pause(first)
    expect(await late.register()).toMatchObject(refusedAt('late@example.com'))
    await comesBackFrom(stack, 'late@example.com', first)
  })

  it('by a typed and proven address', async ({ stack }) => {
    const address = 'proven@example.com'
    const who = await pausedMember(stack, address)
    const stranger = visitor(stack)
    await stranger.redirect('typed')
    stack.advanceClock(31)
    const token = await stranger.prove(address, 'sign_up')
    expect(await stranger.register({ verificationTokens: [token] })).toMatchObject(refusedAt(address))
    await comesBackFrom(stack, address, who)
  })
})

describe('row 2: an imported member with an unverified address, who never proved anything here', () => {
  it('recovers the account by reactivating', async ({ stack }) => {
    const known = { email: 'imported@example.com', emailVerified: false, status: 'deactivated' } as const
    const member = await settle(stack, { ...known, password: usualPassword })
    const who = visitor(stack, { client: 'app' })
    expect(await who.passwordLogin(known.email)).toMatchObject(refusedAt(known.email))
    await comesBackFrom(stack, known.email, who)
    expect(await asItIs(stack, member)).toMatchObject({
      status: 'active',
      email: { verified: true },
      ways: ['email'],
    })
    expect((await who.passwordLogin(known.email)).status).toBe(401)
    expect((await who.signInByCode(known.email)).status).toBe(200)
  })
})

describe('row 6: a new identity that matches a deactivated member', () => {
  it.for(['direct', 'redirect'] as const)(
    'stays pending for a day by the %s flow',
    async (flow, { stack }) => {
      const persona = flow === 'direct' ? 'known' : 'known-too'
      const email = `${persona}@example.com`
      const name = cast.find(({ key }) => key === persona)?.name ?? ''
      await settle(stack, { email, name, status: 'deactivated', password: usualPassword })
      const who = visitor(stack)
      expect(await who[flow](persona)).toMatchObject(refusedAt(email))
      await comesBackFrom(stack, email, who)
      stack.advanceClock(23 * 3600)
      await who.sweep()
      expect(stack.kakao.isConnected(persona)).toBe(true)
      expect((await who[flow](persona)).body).toMatchObject({ outcome: 'link_confirmation_required' })
      expect((await who.link()).body).toMatchObject({ outcome: 'signed_in' })
    },
  )
})
