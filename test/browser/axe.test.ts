import axe from 'axe-core'
import { afterAll, describe, expect } from 'vitest'
import { type DemoPage, openDemo } from '../support/demo-page.ts'
import { demoOptions } from '../support/test-stack.ts'
import { testWithBrowser } from '../support/test-with-browser.ts'

let demo: DemoPage
// The funnel counts published events.
const it = testWithBrowser(demoOptions({ changes: 'streamed' }))

/** What a rule found, and where. */
interface Finding {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** White on the greens of Naver and LINE has a contrast of 2.3, and their guidelines ask for exactly that. */
const isBrandGreen = (id: string, html: string): boolean =>
  id === 'color-contrast' && /^<span>(Continue with|Add) (Naver|LINE)<\/span>$/.test(html)

/** What axe finds on the page, apart from these greens. */
async function findings(): Promise<string[]> {
  await demo.page.evaluate(axe.source)
  const found = await demo.page.evaluate<Finding[]>('axe.run().then(({ violations }) => violations)')
  return found.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => !isBrandGreen(id, html))
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  )
}

async function isFine(): Promise<void> {
  expect(await findings()).toEqual([])
}

async function at(heading: string): Promise<void> {
  await demo.heading(heading)
  await isFine()
}

describe.each([
  { scheme: 'light', isPhone: true },
  { scheme: 'dark', isPhone: false },
] as const)('axe finds nothing in $scheme', ({ scheme, isPhone }) => {
  it.beforeAll(async ({ stack, browser }) => {
    demo = await openDemo(browser, stack, { isPhone })
    await demo.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  })
  afterAll(async () => {
    await demo.close()
    expect(demo.faults).toEqual([])
  })

  it('on the first screen, with everything unfolded', async () => {
    await demo.page.getByText('The cast', { exact: true }).click()
    await demo.page.getByText('Existing members', { exact: true }).click()
    await demo.page.locator('#cast li').first().waitFor()
    await at('Good to see you again')
  })

  it('on signing in, with a problem, and by a code', async () => {
    // The least time between two codes to one address.
    const address = scheme === 'light' ? 'sujin.seo@example.com' : 'yuna.shin@example.com'
    await demo.press('Sign in with a password')
    await at('Sign in with a password')
    await demo.type('E-mail or phone number', address)
    await demo.type('Password', 'not the password')
    await demo.press('Sign in')
    await demo.page.getByRole('alert').waitFor()
    await isFine()
    await demo.press('Sign in with a code')
    await at('Sign in with a code')
    await demo.type('E-mail or phone number', address)
    await demo.press('Send the code')
    await demo.openMessage()
    await at('The code was sent')
  })

  it('on a question, and on the sign-up after it', async () => {
    await demo.page.reload()
    await demo.press('Continue with Kakao')
    await demo.page.locator('button[value="hyunseok"]').click()
    // The second visit finds the person connected at Kakao.
    if (scheme === 'light') await demo.page.locator('button[value="agree"]').click()
    await at('You may already be a member')
    await demo.press('Not me. Join as a new member')
    await at('What is your e-mail address?')
    await demo.type('E-mail', `hyunseok.${scheme}@example.com`)
    await demo.press('Send the code')
    await demo.openMessage()
    await demo.press('Confirm')
    await at('Nice to meet you')
    await demo.press('Start over')
  })

  it('on the account, unfolded, and on what it opens', async () => {
    await demo.fillIn('임도현')
    await demo.press('Sign in')
    await demo.heading('Welcome back, 임도현')
    await demo.press('Show my devices')
    await demo.page.getByText('this device').waitFor()
    await demo.press('Show my consents')
    await demo.page.getByText('All answers so far').click()
    await isFine()
    await demo.press('Change: Birthday')
    await at('Change: Birthday')
    await demo.press('Back')
    await demo.press('Change: More about you')
    await at('Change: More about you')
    await demo.press('Back')
    await demo.press('Close the account')
    await at('Close your account?')
    await demo.press('Keep my account')
    await demo.press('Sign out')
    await demo.page.getByText('You are signed out.').first().waitFor()
    await isFine()
  })

  it('on a merge, and on a visit that ended', async () => {
    await demo.fillIn('신유나')
    await demo.press('Sign in')
    await demo.press('Add Kakao')
    await demo.page.locator('button[value="yuna"]').click()
    await at('Merge your two accounts?')
    await demo.press('No, keep them apart')
    await demo.page.getByText('Both accounts stay as they were.').first().waitFor()
    await demo.press('Add Kakao')
    await demo.page.locator('button[name="answer"][value="cancel"], button[value="cancel"]').first().click()
    await at('This cannot continue')
    await demo.press('Start over')
    await demo.press('Sign out')
  })

  it.for(['/_local/inbox', '/_local/funnel', '/demo/terms.html', '/docs'])(
    'on %s',
    async (path, { stack }) => {
      const failed: string[] = []
      demo.page.on('response', (response) => void (response.status() >= 500 && failed.push(response.url())))
      await demo.page.goto(`${stack.origin}${path}`)
      await demo.page.locator('main').waitFor()
      await isFine()
      expect(failed).toEqual([])
    },
  )
})
