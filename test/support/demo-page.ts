import type { Browser, Locator, Page } from 'playwright-core'
import type { TestStack } from './test-stack.ts'

/** The demo page in a browser, as a person uses it. */
export interface DemoPage {
  readonly page: Page
  /** Errors that the page threw, and requests that ended in an error of ours. */
  readonly faults: readonly string[]
  heading(text: string): Promise<void>
  press(name: string): Promise<void>
  /** Opens the message with the code, which fills in the code. */
  openMessage(): Promise<void>
  /** Goes to Kakao, chooses a person and agrees to the checked items. */
  comeAs(persona: string): Promise<void>
  /** Agrees as a person at Kakao, on the page of Kakao. */
  agreeAs(persona: string): Promise<void>
  type(field: string, value: string): Promise<void>
  /** Fills in the data of one of the existing members. */
  fillIn(member: string): Promise<void>
  happened(): Locator
  close(): Promise<void>
}

/** Opens the page of a local stack, in English on a desktop unless the options say otherwise. */
export async function openDemo(
  browser: Browser,
  stack: TestStack,
  { isPhone = false, language = 'en' }: { readonly isPhone?: boolean; readonly language?: 'ko' | 'en' } = {},
): Promise<DemoPage> {
  const viewport = isPhone ? { width: 375, height: 760 } : { width: 1280, height: 900 }
  const context = await browser.newContext({ locale: language === 'ko' ? 'ko-KR' : 'en-GB', viewport })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('response', (response) => {
    if (response.status() === 500) faults.push(`500 at ${response.url()}`)
  })
  await page.goto(stack.origin)
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const agreeAs = async (persona: string) => {
    await page.locator(`button[value="${persona}"]`).click()
    await page.locator('button[value="agree"]').click()
  }
  return {
    page,
    faults,
    press,
    agreeAs,
    heading: (text) => page.locator('#visit h1').getByText(text).waitFor(),
    async comeAs(persona) {
      await press('Continue with Kakao')
      await agreeAs(persona)
    },
    async openMessage() {
      await press('Open the message')
      await page.locator('#ieum-code:valid').waitFor()
    },
    type: (field, value) => page.locator('#visit').getByLabel(field, { exact: true }).fill(value),
    async fillIn(member) {
      const button = page.getByRole('button', { name: `${member}: Fill in` }).first()
      if (!(await button.isVisible())) await page.getByText('Existing members', { exact: true }).click()
      await button.click()
    },
    happened: () => page.locator('#timeline'),
    close: () => context.close(),
  }
}
