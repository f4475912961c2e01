import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import { testWithBrowser } from '../support/test-with-browser.ts'

let page: Page
const it = testWithBrowser()
it.beforeAll(async ({ browser }) => {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 375, height: 760 } })
  context.setDefaultTimeout(10_000)
  page = await context.newPage()
})

const roles = ['button', 'link', 'checkbox', 'textbox'] as const

/** Controls that a screen reader would announce without a name. */
async function nameless(): Promise<string[]> {
  const lines = (await page.locator('body').ariaSnapshot()).split('\n').map((line) => line.trim())
  return lines.filter((line) => roles.some((role) => new RegExp(`^- ${role}(?! ")`).test(line)))
}

/** The names of the elements that the tab key reaches, in order. */
async function tabStops(count: number): Promise<string[]> {
  const names: string[] = []
  for (let index = 0; index < count; index++) {
    await page.keyboard.press('Tab')
    names.push(await page.evaluate('document.activeElement.innerText || document.activeElement.id'))
  }
  return names
}

/** Presses the tab key until it reaches a control. */
async function tabTo(control: Locator): Promise<void> {
  const reached = control.and(page.locator(':focus'))
  for (let presses = 0; presses < 20 && (await reached.count()) === 0; presses++)
    await page.keyboard.press('Tab')
  expect(await reached.count()).toBe(1)
}

const fitsTheScreen = () =>
  page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

describe('the demo page without a mouse or a large screen', () => {
  it('has a name for every control, and nothing sticks out of a phone', async ({ stack }) => {
    await page.goto(stack.origin)
    await page.getByRole('button', { name: 'Continue with Kakao' }).waitFor()
    await page.getByText('The cast', { exact: true }).click()
    await page.locator('#cast li').first().waitFor()
    expect(await nameless()).toEqual([])
    expect(await fitsTheScreen()).toBe(true)
  })

  it('reaches its controls with the tab key in reading order', async ({ stack }) => {
    await page.goto(stack.origin)
    await page.getByRole('button', { name: 'Continue with Kakao' }).waitFor()
    const stops = await tabStops(7)
    expect(stops[0]).toBe('Skip to the content')
    expect(stops.slice(2)).toEqual(['Inbox', 'In numbers', '한국어', 'English', 'Continue with Kakao'])
  })

  it('moves the focus to the heading of a new view, and announces it', async () => {
    await page.getByRole('button', { name: 'Continue with Kakao' }).click()
    await page.locator('button[value="minji"]').click()
    await page.locator('input[value="terms:marketing"]').uncheck()
    await page.locator('button[value="agree"]').click()
    await page.getByRole('heading', { name: 'Nice to meet you' }).waitFor()
    expect(await page.evaluate('document.activeElement.innerText')).toBe('Nice to meet you')
    expect(await page.locator('ieum-page [role="status"]').textContent()).toBe('Nice to meet you')
    expect(await nameless()).toEqual([])
    expect(await fitsTheScreen()).toBe(true)
  })

  it('lets a person join with the keyboard alone', async () => {
    await page.getByLabel('Name', { exact: true }).focus()
    const everything = page.getByLabel('I agree to all terms')
    await tabTo(everything)
    await page.keyboard.press('Space')
    expect(await everything.isChecked()).toBe(true)
    expect(await page.getByRole('checkbox', { name: 'News by mail' }).isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Join' }).press('Enter')
    await page.getByRole('heading', { name: 'Welcome, 김민지' }).waitFor()
    expect(await nameless()).toEqual([])
  })

  it('keeps the question about a member and the account accessible too', async () => {
    const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter')
    const isFine = async (): Promise<void> => {
      expect(await nameless()).toEqual([])
      expect(await fitsTheScreen()).toBe(true)
    }
    await press('Sign out')
    await press('Continue with Kakao')
    await page.locator('button[value="hyunseok"]').click()
    await page.locator('button[value="agree"]').click()
    await page.getByRole('heading', { name: 'You may already be a member' }).waitFor()
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1')
    await isFine()
    await page.getByRole('button', { name: 'Sign in as this member' }).first().press('Enter')
    await isFine()
    await page.getByLabel('E-mail or phone number', { exact: true }).fill('hyunseok.noh@example.com')
    await page.getByLabel('Password', { exact: true }).fill('wrong')
    await press('Sign in')
    await page.getByRole('alert').waitFor()
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert')
    await page.getByLabel('Password', { exact: true }).fill(oldPassword)
    await press('Sign in')
    await isFine()
    await press('Yes, link the account')
    await page.getByRole('heading', { name: 'Welcome back, 노현석' }).waitFor()
    await press('Show my consents')
    await page.getByText('All answers so far').click()
    await press('Show my devices')
    await page.getByText('this device').waitFor()
    await isFine()
  })
})
