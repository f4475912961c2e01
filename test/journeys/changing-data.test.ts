import { describe, expect } from 'vitest'
import { mailsTo } from '../support/address-steps.ts'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import { expectSoundTable } from '../support/table-of.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'

const it = testWithStack()
it.afterAll(({ stack }) => expectSoundTable(stack))

/** A member who signed up by an own address, on two devices. */
async function member(stack: TestStack, name: string) {
  const address = `${name}@example.com`
  const [here, elsewhere] = [visitor(stack, { client: 'app' }), visitor(stack, { client: 'app' })]
  expect((await here.emailSignUp(address, { name: '문하늘' })).status).toBe(201)
  expect((await elsewhere.passwordLogin(address)).status).toBe(200)
  return { here, elsewhere, address }
}

const change = async (who: Visitor, to: string, more: object = {}) =>
  who.change({ verificationToken: await who.prove(to, 'contact'), ...more })

describe('a member who changes the e-mail address', () => {
  it('signs in by the new address, is signed out elsewhere, and is notified at both addresses', async ({
    stack,
  }) => {
    const { here, elsewhere, address } = await member(stack, 'moving')
    const to = 'moved@example.com'
    expect(await change(here, to)).toMatchObject({
      status: 200,
      body: { email: to, emailVerified: true, methods: ['password', 'email_code'] },
    })
    expect((await here.me()).body).toMatchObject({ email: to })
    expect((await here.refresh()).status).toBe(200)
    expect((await elsewhere.me()).status).toBe(401)
    expect((await elsewhere.refresh()).status).toBe(401)
    stack.advanceClock(31)
    const again = visitor(stack, { client: 'app' })
    expect((await again.passwordLogin(address)).status).toBe(401)
    expect((await again.signInByCode(address)).status).toBe(404)
    expect((await again.signInByCode(to)).status).toBe(200)
    for (const told of [address, to]) {
      expect((await mailsTo(stack, told)).map(({ subject }) => subject)).toContain(
        '계정 정보가 변경되었습니다',
      )
    }
    // The old address is free for another person.
    stack.advanceClock(31)
    expect((await visitor(stack).emailSignUp(address)).status).toBe(201)
  })

  it('needs a fresh sign-in, and can keep the code until then', async ({ stack }) => {
    const { here } = await member(stack, 'stale')
    stack.advanceClock(601)
    await here.refresh()
    const verificationToken = await here.prove('later@example.com', 'contact')
    const response = await here.change({ verificationToken })
    expect(response).toMatchObject({ status: 401, body: { code: 'insufficient_user_authentication' } })
    expect(response.headers.get('www-authenticate')).toContain('max_age="600"')
    expect((await here.change({ name: '하늘', locale: 'en' })).body).toMatchObject({
      name: '하늘',
      locale: 'en',
    })
    await here.passwordLogin('stale@example.com')
    expect((await here.change({ verificationToken })).body).toMatchObject({ email: 'later@example.com' })
  })

  it('takes no verified address of a member, and no unverified address without telling its holder', async ({
    stack,
  }) => {
    await settle(stack, { email: 'hers@example.com', password: usualPassword })
    const kakao = ['9100000001']
    const other = await settle(stack, { email: 'typed@example.com', emailVerified: false, kakao })
    await settle(stack, { email: 'imported@example.com', emailVerified: false, password: usualPassword })
    const { here } = await member(stack, 'taking')
    expect(await change(here, 'hers@example.com')).toMatchObject({
      status: 409,
      body: { code: 'email_taken' },
    })
    expect(await change(here, 'imported@example.com')).toMatchObject({ body: { code: 'email_taken' } })
    expect(await change(here, 'typed@example.com')).toMatchObject({ status: 200 })
    stack.advanceClock(31)
    const entered = await visitor(stack).signInByCode('typed@example.com')
    expect(entered.status).toBe(200)
    expect(entered.body['member']).not.toMatchObject({ id: other.id })
  })
})

describe('a member who changes the password', () => {
  it('stays signed in only on this device, and signs in only by the new password', async ({ stack }) => {
    const { here, elsewhere, address } = await member(stack, 'password')
    expect((await here.change({ password: 'password' })).status).toBe(400)
    expect((await here.change({ password: 'a better one than before' })).status).toBe(200)
    expect((await here.refresh()).status).toBe(200)
    expect((await elsewhere.refresh()).status).toBe(401)
    expect((await elsewhere.passwordLogin(address)).status).toBe(401)
    expect((await elsewhere.passwordLogin(address, 'a better one than before')).status).toBe(200)
  })

  it('may remove the password where a code signs in, and set one again', async ({ stack }) => {
    const { here, address } = await member(stack, 'without')
    expect((await here.change({ password: null })).body).toMatchObject({ methods: ['email_code'] })
    expect((await here.passwordLogin(address)).status).toBe(401)
    expect((await here.change({ password: usualPassword })).body).toMatchObject({
      methods: ['password', 'email_code'],
    })
  })
})

describe('a member who changes the name or birth date', () => {
  it('is matched by the new values', async ({ stack }) => {
    const { here } = await member(stack, 'renamed')
    const birth = { year: 1990, monthDay: '0301', calendar: 'solar' }
    expect((await here.change({ name: '새이름', birth })).body).toMatchObject({ name: '새이름' })
    expect((await here.change({ name: '새이름' })).status).toBe(200)
    expect(
      (await here.change({ birth: { ...birth, year: new Date().getUTCFullYear() - 3 } })).body,
    ).toMatchObject({ code: 'guardian_consent_required' })
  })

  it.for([
    [{ email: 'typed@example.com' }, '/email'],
    [{ emailVerified: true }, '/emailVerified'],
    [{ phone: '+821012345678' }, '/phone'],
    [{ ways: ['password'] }, '/ways'],
    [{ status: 'active' }, '/status'],
    [{ name: null }, '/name'],
    [{ locale: 'fr' }, '/locale'],
    [{ birth: { year: 1990, monthDay: '0230', calendar: 'solar' } }, '/birth'],
    [{ birth: { year: 1990, monthDay: '0301', calendar: 'solar', leapMonth: true } }, '/birth'],
  ] as const)('is refused %j', async ([body, pointer], { stack }) => {
    const here = visitor(stack, { client: 'app' })
    await here.passwordLogin('renamed@example.com')
    expect(await here.change(body)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } })
  })
})
