import { describe, expect } from 'vitest'
import type { DemoPage } from '../support/demo-page.ts'
import { testWithDemo } from '../support/test-with-browser.ts'

const it = testWithDemo()

async function signInAs(demo: DemoPage, name: string): Promise<void> {
  await demo.fillIn(name)
  await demo.press('Sign in')
  await demo.heading(`Welcome back, ${name}`)
}

/** Another tab of the same browser, at the account of the member. */
async function otherTab({ page }: DemoPage, name: string) {
  const tab = await page.context().newPage()
  await tab.goto(page.url())
  await tab.locator('#visit h1').getByText(`Welcome back, ${name}`).waitFor()
  return tab
}

describe('a tab that shows a member', () => {
  it('does not leave for a provider once another tab has signed out', async ({ demo }) => {
    await signInAs(demo, '신유나')
    const tab = await otherTab(demo, '신유나')
    await tab.getByRole('button', { name: 'Sign out', exact: true }).click()
    await tab.getByRole('button', { name: 'Continue with Kakao' }).waitFor()
    await demo.press('Add Naver')
    await demo.heading('This cannot continue')
    await demo.page.getByText('invalid_token').first().waitFor()
    await demo.press('Start over')
    await demo.page.getByRole('button', { name: 'Continue with Kakao' }).waitFor()
  })

  it('shows who is signed in now, and links nothing to that account, once somebody else is', async ({
    demo,
    stack,
  }) => {
    await signInAs(demo, '신유나')
    const tab = await otherTab(demo, '신유나')
    await tab.getByRole('button', { name: 'Sign out', exact: true }).click()
    await tab.getByRole('button', { name: 'Continue with Kakao' }).waitFor()
    const fill = tab.getByRole('button', { name: '하윤서: Fill in' }).first()
    if (!(await fill.isVisible())) await tab.getByText('Existing members', { exact: true }).click()
    await fill.click()
    await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
    await tab.locator('#visit h1').getByText('Welcome back, 하윤서').waitFor()
    await demo.press('Add Naver')
    await demo.page.getByText('Somebody else signed in.').first().waitFor()
    await demo.heading('Welcome back, 하윤서')
    expect(demo.page.url()).toContain(stack.origin)
  })
})
