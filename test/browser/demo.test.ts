import type { Browser, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect } from 'vitest'
import type { TestStack } from '../support/test-stack.ts'
import { testWithBrowser } from '../support/test-with-browser.ts'

let page: Page
const faults: string[] = []

const it = testWithBrowser({})

async function open(stack: TestStack, browser: Browser, locale: 'ko-KR' | 'en-GB'): Promise<void> {
  const context = await browser.newContext({ locale })
  context.setDefaultTimeout(10_000)
  page = await context.newPage()
  page.on('pageerror', ({ message }) => faults.push(message))
  await page.goto(stack.origin)
}
beforeEach(() => {
  faults.length = 0
})
afterEach(async () => {
  await page.context().close()
  expect(faults).toEqual([])
})

const heading = () => page.locator('#visit h1')
const happened = () => page.locator('#timeline')
const button = (name: string) => page.getByRole('button', { name, exact: true })

/** Chooses a person at the stand-in. A connected person returns at once. */
async function choose(start: string, persona: string): Promise<void> {
  await button(start).click()
  await page.locator(`button[value="${persona}"]`).click()
}
const agree = () => page.locator('button[value="agree"]').click()
const cancel = () => page.locator('button[name="answer"][value="cancel"]').click()

const languages = [
  {
    locale: 'ko-KR',
    persona: 'minji',
    start: '카카오로 시작하기',
    first: '처음 오셨네요',
    join: '가입하기',
    welcome: '환영합니다, 김민지 님',
    back: '다시 오셨네요, 김민지 님',
    renew: '로그인 연장',
    renewed: '로그인을 연장했습니다.',
    leave: '로그아웃',
    gone: '로그아웃했습니다.',
  },
  {
    locale: 'en-GB',
    persona: 'taeyang',
    start: 'Continue with Kakao',
    first: 'Nice to meet you',
    join: 'Join',
    welcome: 'Welcome, 윤태양',
    back: 'Welcome back, 윤태양',
    renew: 'Renew the sign-in',
    renewed: 'The sign-in was renewed.',
    leave: 'Sign out',
    gone: 'You are signed out.',
  },
] as const

describe.each(languages)('a visitor whose browser speaks $locale', (words) => {
  it('joins, stays signed in, signs out and returns to the same account', async ({ stack, browser }) => {
    await open(stack, browser, words.locale)
    await choose(words.start, words.persona)
    await agree()
    await heading().getByText(words.first).waitFor()
    await button(words.join).click()
    await heading().getByText(words.welcome).waitFor()
    const id = await page.locator('.ieum-lines code').textContent()

    await page.reload()
    await heading().getByText(words.back).waitFor()
    await button(words.renew).click()
    await page.getByText(words.renewed).first().waitFor()
    await button(words.leave).click()
    await page.getByText(words.gone).first().waitFor()

    await choose(words.start, words.persona)
    await heading().getByText(words.back).waitFor()
    expect(await page.locator('.ieum-lines code').textContent()).toBe(id)
    expect(await happened().locator('.badge').first().textContent()).toMatch(/(^|\D)1(\D|$)/)
  })
})

describe('the page of the demo', () => {
  it('receives less than 100 KB for its first view', async ({ stack, browser }) => {
    const context = await browser.newContext({ locale: 'ko-KR' })
    page = await context.newPage()
    const received: Promise<number>[] = []
    page.on('requestfinished', (request) =>
      received.push(request.sizes().then(({ responseBodySize }) => responseBodySize)),
    )
    await page.goto(stack.origin)
    await button('카카오로 시작하기').waitFor()
    const sizes = await Promise.all(received)
    expect(sizes.length).toBeGreaterThan(15)
    expect(sizes.reduce((all, size) => all + size, 0)).toBeLessThan(100 * 1024)
  })

  it('names row 4 for a refused item, and lets the visitor start over', async ({ stack, browser }) => {
    await open(stack, browser, 'ko-KR')
    await choose('카카오로 시작하기', 'hyunwoo')
    await agree()
    await page.getByRole('alert').getByText('필수 항목 제공에 동의하지 않아 가입할 수 없습니다.').waitFor()
    await happened().getByText('사례 4').first().waitFor()
    expect(stack.kakao.isConnected('hyunwoo')).toBe(false)
    await button('처음으로').click()
    await button('카카오로 시작하기').waitFor()
  })

  it('names row 19 for a cancelled visit', async ({ stack, browser }) => {
    await open(stack, browser, 'en-GB')
    await choose('Continue with Kakao', 'eunbi')
    await cancel()
    await page.getByRole('alert').getByText('You cancelled the sign-in.').waitFor()
    await happened().getByText('Case 19').first().waitFor()
  })

  it('changes the language of all texts at once, and keeps the language and the input', async ({
    stack,
    browser,
  }) => {
    await open(stack, browser, 'ko-KR')
    await choose('카카오로 시작하기', 'eunbi')
    await page.locator('input[value="terms:marketing"]').uncheck()
    await agree()
    await page.getByLabel('이름').fill('오은비비')
    await button('English').click()
    await heading().getByText('Nice to meet you').waitFor()
    await page.getByText('News by mail', { exact: true }).waitFor()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('오은비비')
    expect(await happened().textContent()).toContain('A first-time visitor')
    await page.reload()
    await heading().getByText('Nice to meet you').waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
  })

  it('renews an expired token, and signs out when the session expires', async ({ stack, browser }) => {
    await open(stack, browser, 'en-GB')
    await choose('Continue with Kakao', 'jiwoo')
    await agree()
    await button('Join').click()
    await heading().getByText('Welcome, 한지우').waitFor()
    await button('+ 11 min').click()
    await button('Reload my data').click()
    await page.getByText('The token had expired').first().waitFor()
    await button('+ 31 days').click()
    await button('Reload my data').click()
    await page.getByRole('alert').getByText('The sign-in or the link is no longer valid.').waitFor()
  })

  it('shows no secret in the panel of requests', async ({ stack, browser }) => {
    await open(stack, browser, 'en-GB')
    await choose('Continue with Kakao', 'malsoon')
    await agree()
    await button('Join').click()
    await heading().getByText('Welcome, 강말순').waitFor()
    for (const summary of await happened().locator('summary').all()) await summary.click()
    const text = (await happened().locator('pre').allTextContents()).join('\n')
    expect(text).toContain('"registerToken"')
    expect(text).not.toMatch(/[A-Za-z0-9_.-]{40,}/)
    expect(page.url()).toBe(`${stack.origin}/demo/`)
  })
})
