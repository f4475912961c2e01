import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { openHouse, type TestHouse } from '../support/house.ts'

let house: TestHouse
let browser: Browser
let page: Page
beforeAll(async () => {
  ;[house, browser] = await Promise.all([openHouse(), openBrowser()])
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 375, height: 760 } })
  context.setDefaultTimeout(10_000)
  page = await context.newPage()
})
afterAll(async () => {
  await browser.close()
  await house.stop()
})

const roles = ['button', 'link', 'checkbox', 'textbox'] as const

/** Controls that a screen reader would announce without a name. */
async function nameless(): Promise<string[]> {
  const lines = (await page.locator('body').ariaSnapshot()).split('\n').map((line) => line.trim())
  return lines.filter((line) => roles.some((role) => new RegExp(`^- ${role}(?! ")`).test(line)))
}

/** The names of what the tab key reaches, in its order. */
async function tabStops(count: number): Promise<string[]> {
  const names: string[] = []
  for (let index = 0; index < count; index++) {
    await page.keyboard.press('Tab')
    names.push(await page.evaluate('document.activeElement.innerText || document.activeElement.id'))
  }
  return names
}

const fitsTheScreen = () =>
  page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth')

describe('the demo page for people who do not use a mouse or a large screen', () => {
  it('has a name for every control, and nothing sticks out of a phone', async () => {
    await page.goto(house.origin)
    await page.getByRole('button', { name: 'Continue with Kakao' }).waitFor()
    await page.locator('#cast li').first().waitFor()
    expect(await nameless()).toEqual([])
    expect(await fitsTheScreen()).toBe(true)
  })

  it('reaches its controls with the tab key in the order in which one reads', async () => {
    await page.goto(house.origin)
    await page.getByRole('button', { name: 'Continue with Kakao' }).waitFor()
    const stops = await tabStops(6)
    expect(stops[0]).toBe('Skip to the content')
    expect(stops.slice(2)).toEqual(['Inbox', '한국어', 'English', 'Continue with Kakao'])
  })

  it('moves the focus to the heading of what is new, and announces it', async () => {
    await page.getByRole('button', { name: 'Continue with Kakao' }).click()
    await page.locator('button[value="minji"]').click()
    await page.locator('input[value="terms:marketing"]').uncheck()
    await page.locator('button[value="agree"]').click()
    await page.getByRole('heading', { name: 'Nice to meet you' }).waitFor()
    expect(await page.evaluate('document.activeElement.innerText')).toBe('Nice to meet you')
    expect(await page.locator('[role="status"]').textContent()).toBe('Nice to meet you')
    expect(await nameless()).toEqual([])
    expect(await fitsTheScreen()).toBe(true)
  })

  it('lets a person join with the keyboard alone', async () => {
    await page.getByLabel('Name').focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    expect(await page.getByLabel('I agree to everything').isChecked()).toBe(true)
    expect(await page.getByRole('checkbox', { name: 'News by mail' }).isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Join' }).press('Enter')
    await page.getByRole('heading', { name: 'Welcome, 김민지' }).waitFor()
    expect(await nameless()).toEqual([])
  })
})
