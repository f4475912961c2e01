import { describe, expect } from 'vitest'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import type { DemoPage } from '../support/demo-page.ts'
import { visitor } from '../support/steps.ts'
import { testWithDemo } from '../support/test-with-browser.ts'

const it = testWithDemo()

const row = (demo: DemoPage, number: number) =>
  demo.happened().getByText(`Case ${number}`, { exact: true }).first().waitFor()
const ways = (demo: DemoPage) => demo.page.locator('[aria-labelledby="ieum-methods"] ul').textContent()

/** Lets the page fill in a member's data, and signs in. */
async function signInAs(demo: DemoPage, name: string): Promise<void> {
  await demo.fillIn(name)
  await demo.press('Sign in')
  await demo.heading(`Welcome back, ${name}`)
}

describe('a member', () => {
  it('adds Kakao, and removes Kakao after re-authenticating by password', async ({ stack, demo }) => {
    await signInAs(demo, '신유나')
    await demo.press('Add Kakao')
    await demo.agreeAs('taeyang')
    await demo.page.getByText('Kakao is linked.').first().waitFor()
    await row(demo, 14)
    expect(await ways(demo)).toContain('Kakao')

    await demo.press('+ 11 min')
    await demo.page.getByText('The clock moved').first().waitFor()
    await demo.page.getByRole('button', { name: /^Unlink: Kakao/ }).click()
    await demo.page.getByText('This step needs a fresh sign-in').waitFor()
    await demo.type('Password', oldPassword)
    await demo.press('Sign in')
    await demo.page.getByText('Kakao is unlinked.').first().waitFor()
    expect(await ways(demo)).not.toContain('Kakao')
    expect((await stack.outbox()).filter(({ to }) => to === 'yuna.shin@example.com')).toHaveLength(2)
  })

  it('keeps the account as it is when somebody else signs in for a step', async ({ demo }) => {
    await signInAs(demo, '하윤서')
    await demo.press('+ 11 min')
    await demo.page.getByText('The clock moved').first().waitFor()
    await demo.press('Pause the account')
    await demo.page.getByText('This step needs a fresh sign-in').waitFor()
    await demo.type('E-mail or phone number', 'sujin.seo@example.com')
    await demo.type('Password', oldPassword)
    await demo.press('Sign in')
    await demo.page.getByText('Somebody else signed in.').first().waitFor()
    await demo.heading('Welcome back, 서수진')
    await signInAs(demo, '하윤서')
  })

  it('re-authenticates through Kakao, only with an own account', async ({ demo }) => {
    await signInAs(demo, '임도현')
    await demo.page.getByRole('button', { name: /^Confirm it is me: Kakao/ }).click()
    await demo.page.locator('button[value="dohyun"]').click()
    await demo.page.getByText('You confirmed that it is you.').first().waitFor()
    await row(demo, 17)
    await demo.page.getByRole('button', { name: /^Confirm it is me: Kakao/ }).click()
    await demo.agreeAs('seojun')
    await demo.page.getByRole('alert').getByText('You signed in with another account.').waitFor()
    await row(demo, 18)
    await demo.press('Start over')
    await demo.heading('Welcome back, 임도현')
  })

  it('sees the consents, withdraws an optional one, and agrees again', async ({ demo }) => {
    await signInAs(demo, '서수진')
    await demo.press('Show my consents')
    await demo.press('Agree: News by mail')
    await demo.page.getByText('Your consent was recorded.').first().waitFor()
    await demo.press('Withdraw: News by mail')
    await demo.page.getByText('Your withdrawal was recorded.').first().waitFor()
    await demo.page.getByText('All answers so far').click()
    expect(await demo.page.locator('details .ieum-lines li').count()).toBe(4)
    expect(await demo.page.getByRole('button', { name: /^Withdraw/ }).count()).toBe(0)
  })

  it('sees the own devices, ends one of them, and then all', async ({ stack, demo }) => {
    const identifier = 'sujin.seo@example.com'
    const app = visitor(stack, { client: 'app', userAgent: 'Mokkoji/3.2.1 (iPhone; iOS 18.1)' })
    const other = visitor(stack, { client: 'app' })
    for (const device of [app, other]) {
      expect((await device.passwordLogin(identifier, oldPassword)).status).toBe(200)
    }
    await signInAs(demo, '서수진')
    await demo.press('Show my devices')
    const line = (device: string) => demo.page.locator('.ieum-lines li').filter({ hasText: device })
    expect(await line('this device').textContent()).toMatch(/^Chrome · Linux.*Password · last used /)
    expect(await line('Unknown device').count()).toBe(1)
    await demo.page.getByRole('button', { name: /^Sign out: Mokkoji 3\.2 · iPhone/ }).click()
    await demo.page.getByText('That device is signed out.').first().waitFor()
    expect(await line('Mokkoji').count()).toBe(0)
    expect([(await app.me()).status, (await other.me()).status]).toEqual([401, 200])
    await demo.press('Sign out everywhere')
    await demo.page.getByText('You are signed out on all devices.').first().waitFor()
    expect((await other.refresh()).status).toBe(401)
  })

  it('is refused after pausing the account, and reactivates it from the mail', async ({ stack, demo }) => {
    await signInAs(demo, '하윤서')
    await demo.press('Pause the account')
    await demo.page.getByText('The account is paused.').first().waitFor()
    await demo.fillIn('하윤서')
    await demo.press('Sign in')
    await demo.page.getByRole('alert').getByText('This account is paused.').waitFor()
    const mail = (await stack.outbox()).findLast(({ to }) => to === 'yunseo.second@example.com')
    await demo.page.goto(/^\S+#reactivate=\S+$/m.exec(mail?.text ?? '')?.[0] ?? 'about:blank')
    await demo.press('Use the account again')
    await demo.page.getByText('The account is active again.').first().waitFor()
    await signInAs(demo, '하윤서')
  })

  it('sees the effects before closing the account, and restores it from the mail', async ({
    stack,
    demo,
  }) => {
    await signInAs(demo, '서수진')
    await demo.press('Close the account')
    await demo.heading('Close your account?')
    await demo.page.getByText('For 30 days you can restore the account').waitFor()
    await demo.press('Keep my account')
    await demo.press('Close the account')
    await demo.press('Close my account')
    await demo.page.getByText('The account is closed.').first().waitFor()
    await demo.fillIn('서수진')
    await demo.press('Sign in')
    await demo.page.getByRole('alert').getByText('This account is closed.').waitFor()
    const mail = (await stack.outbox()).findLast(({ to }) => to === 'sujin.seo@example.com')
    await demo.page.goto(/^\S+#reactivate=\S+$/m.exec(mail?.text ?? '')?.[0] ?? 'about:blank')
    await demo.press('Use the account again')
    await demo.page.getByText('The account is active again.').first().waitFor()
    await signInAs(demo, '서수진')
  })

  it('runs the sweep, and sees its result', async ({ demo }) => {
    await signInAs(demo, '이하은')
    await demo.press('Clean up expired connections')
    await demo.page.getByText('Expired connections: 0 ended').first().waitFor()
  })
})

describe('a new visitor with an e-mail address', () => {
  it('joins with a code and a password, and signs in by a code', async ({ demo }) => {
    await demo.press('Join with e-mail or phone')
    await demo.type('E-mail or phone number', 'saebom@example.com')
    await demo.press('Send the code')
    await demo.openMessage()
    await demo.press('Confirm')
    await demo.type('Name', '한새봄')
    await demo.type('New password', '12345678')
    await demo.page.getByLabel('I agree to all terms').check()
    await demo.press('Join')
    await demo.page.getByText('invalid_request').first().waitFor()
    await demo.type('New password', 'a boat on the han river')
    await demo.press('Join')
    await demo.heading('Welcome, 한새봄')
    await demo.press('+ 11 min')
    await demo.press('Sign out')

    await demo.press('Sign in with a code')
    await demo.type('E-mail or phone number', 'saebom@example.com')
    await demo.press('Send the code')
    await demo.openMessage()
    await demo.press('Confirm')
    await demo.heading('Welcome back, 한새봄')
  })

  it('may bring a phone number instead, and change the number and the name', async ({ demo }) => {
    await demo.press('Join with e-mail or phone')
    await demo.type('E-mail or phone number', '010-2345-6789')
    await demo.press('Send the code')
    await demo.openMessage()
    await demo.press('Confirm')
    await demo.type('Name', '한바다')
    await demo.type('New password', 'a boat on the han river')
    await demo.page.getByLabel('I agree to all terms').check()
    await demo.press('Join')
    await demo.heading('Welcome, 한바다')

    await demo.press('Change: Phone')
    await demo.heading('A new phone number')
    await demo.type('Phone', '010-2345-6780')
    await demo.press('Send the code')
    await demo.openMessage()
    await demo.press('Confirm')
    await demo.page.getByText('Your data was changed.').first().waitFor()
    await demo.page.getByText('010-2345-6780').first().waitFor()

    await demo.press('Change: Name')
    await demo.type('Name', '한바람')
    await demo.press('Save')
    await demo.heading('Welcome back, 한바람')
    await demo.press('Sign out')
    await demo.press('Sign in with a password')
    await demo.type('E-mail or phone number', '010-2345-6780')
    await demo.type('Password', 'a boat on the han river')
    await demo.press('Sign in')
    await demo.heading('Welcome back, 한바람')
  })

  it('who is already a member learns so', async ({ demo }) => {
    await demo.press('Join with e-mail or phone')
    await demo.type('E-mail or phone number', 'minju.ha@example.com')
    await demo.press('Send the code')
    await demo.openMessage()
    await demo.press('Confirm')
    await demo.type('Name', '하민주')
    await demo.type('New password', 'a boat on the han river')
    await demo.page.getByLabel('I agree to all terms').check()
    await demo.press('Join')
    await demo.page.getByRole('alert').getByText('A member already uses this e-mail address.').waitFor()
  })
})
