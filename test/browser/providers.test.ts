import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import { openBrowser } from '../support/browser.ts'
import { type DemoPage, openDemo } from '../support/demo-page.ts'
import { openDemoHouse, type TestHouse } from '../support/house.ts'

let house: TestHouse
let browser: Browser
let demo: DemoPage

beforeAll(async () => {
  ;[house, browser] = await Promise.all([openDemoHouse(), openBrowser()])
})
afterAll(async () => {
  await browser.close()
  await house.stop()
})
beforeEach(async () => {
  demo = await openDemo(browser, house)
})
afterEach(async () => {
  await demo.close()
  expect(demo.faults).toEqual([])
})

describe('a visitor through Naver', () => {
  it('sees no member, proves one account, and signs in with Naver from then on', async () => {
    await demo.press('Continue with Naver')
    await demo.agreeAs('yerin')
    await demo.heading('You may already be a member')
    await demo.happened().getByText('Case 7', { exact: true }).first().waitFor()
    expect(await demo.page.locator('#visit').textContent()).not.toContain('example.com')
    await demo.press('Sign in as a member')
    await demo.type('E-mail or phone number', 'yerin.moon@example.com')
    await demo.type('Password', oldPassword)
    await demo.press('Sign in')
    await demo.heading('Link Naver now?')
    await demo.press('Yes, link the account')
    await demo.page.getByText('Naver is linked.').first().waitFor()
    await demo.press('Sign out')
    await demo.press('Continue with Naver')
    await demo.page.locator('button[value="yerin"]').click()
    await demo.heading('Welcome back, 문예린')
  })

  it('joins, and sees that the address is not verified', async () => {
    await demo.press('Continue with Naver')
    await demo.agreeAs('siwoo')
    await demo.heading('Nice to meet you')
    await demo.page.getByText('Data from Naver').waitFor()
    await demo.page.locator('.summary').getByText('not verified').waitFor()
    await demo.page.getByLabel('I agree to all terms').check()
    await demo.press('Join')
    await demo.heading('Welcome, 남시우')
  })

  it('declines, and Naver forgets the service', async () => {
    await demo.press('Continue with Naver')
    await demo.agreeAs('kyungho')
    await demo.heading('You may already be a member')
    await demo.press('Cancel')
    await demo.page.getByText('Naver was disconnected').waitFor()
    expect(house.standIns.naver.isConnected('kyungho')).toBe(false)
  })
})

it('the cast of every provider can be viewed', async () => {
  const cast = demo.page.locator('#cast')
  await cast.getByText('임도현').waitFor()
  await cast.getByRole('button', { name: 'Naver' }).click()
  await cast.getByText('남시우').waitFor()
  expect(await cast.getByText('임도현').count()).toBe(0)
  expect(await demo.page.evaluate('document.activeElement.innerText')).toBe('Naver')
})
