import { describe, expect } from 'vitest'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import type { DemoPage } from '../support/demo-page.ts'
import { testWithDemo } from '../support/test-with-browser.ts'

const it = testWithDemo()

describe('a visitor through Naver', () => {
  it('is nobody at first, is recognised by the code to the own number, and signs in with Naver from then on', async ({
    demo,
  }) => {
    await demo.press('Continue with Naver')
    await demo.agreeAs('kyungho')
    await demo.heading('Is this your e-mail address?')
    await demo.happened().getByText('Case 12', { exact: true }).first().waitFor()
    await proveBy(demo, 'kyungho.bae@example.com', 'E-mail')
    await demo.heading('Is this your phone number?')
    await proveBy(demo, '+821000002008', 'Phone')
    await demo.heading('Are you the member ***-****-**08?')
    await demo.happened().getByText('Case 5', { exact: true }).first().waitFor()
    await demo.page.getByText('The code has shown that 010-0000-2008 is yours').waitFor()
    await demo.press('Yes, link the account')
    await demo.page.getByText('Naver is linked.').first().waitFor()
    await demo.press('Sign out')
    await demo.press('Continue with Naver')
    await demo.page.locator('button[value="kyungho"]').click()
    await demo.heading('Welcome back, 배경호')
  })

  it('gets an imported account back by the code, and its old password ends', async ({ demo }) => {
    await demo.press('Continue with Naver')
    await demo.agreeAs('yerin')
    await demo.heading('Is this your e-mail address?')
    await proveBy(demo, 'yerin.moon@example.com', 'E-mail')
    await demo.heading('Are you the member y*****@example.com?')
    await demo.happened().getByText('Case 5', { exact: true }).first().waitFor()
    await demo.press('Yes, link the account')
    await demo.page.getByText('Naver is linked.').first().waitFor()
    await demo.heading('Welcome back, 문예린')
    await demo.press('Sign out')
    await demo.press('Sign in with a password')
    await demo.type('E-mail or phone number', 'yerin.moon@example.com')
    await demo.type('Password', oldPassword)
    await demo.press('Sign in')
    await demo.happened().getByText('invalid_credentials').first().waitFor()
  })

  it('joins without the code, and sees that the address is not verified', async ({ demo }) => {
    await demo.press('Continue with Naver')
    await demo.agreeAs('siwoo')
    await demo.heading('Is this your e-mail address?')
    await demo.press('Join without the code')
    await demo.heading('Nice to meet you')
    await demo.page.getByText('Data of this visit').waitFor()
    await demo.page.locator('.ieum-panel').getByText('not verified').first().waitFor()
    await demo.page.getByLabel('I agree to all terms').check()
    await demo.press('Join')
    await demo.heading('Welcome, 남시우')
  })

  it('declines, and Naver forgets the service', async ({ stack, demo }) => {
    await demo.press('Continue with Naver')
    await demo.agreeAs('hyunseok')
    await proveBy(demo, 'hyunseok.noh@example.com', 'E-mail')
    await demo.heading('Are you the member h*****@example.com?')
    await demo.press('Cancel')
    await demo.page.getByText('Naver was disconnected').waitFor()
    expect(stack.standIns.naver.isConnected('hyunseok')).toBe(false)
  })
})

/** Sends the code to the prefilled contact, and enters the code of the message. */

describe('a visitor through Apple', () => {
  it('comes back by the form that the page of another site posts, and cancels in the same way', async ({
    demo,
  }) => {
    await demo.press('Continue with Apple')
    await demo.agreeAs('byeolha')
    await demo.heading('Nice to meet you')
    await demo.happened().getByText('Case 12', { exact: true }).first().waitFor()
    await demo.page.getByLabel('I agree to all terms').check()
    await demo.press('Join')
    await demo.heading('Welcome, 유별하')
    await demo.press('Sign out')
    await demo.press('Continue with Apple')
    await demo.page.locator('button[value="cancel"]').click()
    await demo.happened().getByText('provider_denied').first().waitFor()
  })
})

async function proveBy(demo: DemoPage, contact: string, field: string): Promise<void> {
  expect(await demo.page.getByLabel(field, { exact: true }).inputValue()).toBe(contact)
  await demo.press('Send the code')
  await demo.press('Open the message')
  await demo.page.locator('.letter').waitFor()
  await demo.press('Confirm')
}

it('the cast of every provider can be viewed', async ({ demo }) => {
  const cast = demo.page.locator('#cast')
  await demo.page.getByText('The cast', { exact: true }).click()
  await cast.getByText('임도현').waitFor()
  await cast.getByRole('button', { name: 'Naver' }).click()
  await cast.getByText('남시우').waitFor()
  expect(await cast.getByText('임도현').count()).toBe(0)
  expect(await demo.page.evaluate('document.activeElement.innerText')).toBe('Naver')
})
