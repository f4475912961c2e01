import type { Locator, Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import { testWithBrowser } from '../support/test-with-browser.ts'

/* Every case of the table, walked with the keyboard alone: the tab key, Enter, Space and letters. */

let page: Page
const it = testWithBrowser()
it.beforeEach(async ({ stack, browser }) => {
  await page?.context().close()
  page = await (await browser.newContext({ locale: 'en-GB' })).newPage()
  page.setDefaultTimeout(15_000)
  await page.goto(stack.origin)
})

/** The focused element: whether it shows the focus, and whether it is in view. */
const focusIsSeen = () =>
  page.evaluate<boolean>(`{
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement)
    const { top, bottom, height } = document.activeElement.getBoundingClientRect()
    const isMarked = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
    isMarked && (height > innerHeight || (bottom > 0 && top < innerHeight))
  }`)

/** Presses the tab key until it reaches a control, whose focus must be seen. */
async function reach(control: Locator): Promise<void> {
  await control.first().waitFor()
  const reached = control.and(page.locator(':focus'))
  for (let presses = 0; presses < 150 && (await reached.count()) === 0; presses++)
    await page.keyboard.press('Tab')
  expect(await reached.count()).toBe(1)
  // The page may still be on its way to where the person is.
  await expect.poll(focusIsSeen).toBe(true)
}

async function press(name: string | RegExp): Promise<void> {
  await reach(page.getByRole('button', { name, exact: true }))
  await page.keyboard.press('Enter')
}

async function type(field: string, value: string): Promise<void> {
  await reach(page.locator('#visit').getByLabel(field, { exact: true }))
  await page.keyboard.press('Control+a')
  await page.keyboard.type(value)
}

/** A screen is there: the person is at its heading, or at the message of what was just done. */
async function at(heading: string | RegExp): Promise<void> {
  await page.locator('#visit h1').getByText(heading).waitFor()
  await page.locator('#visit :is(h1, .ieum-message):focus').waitFor()
}

/** Chooses a person on a provider's page. */
async function choose(persona: string): Promise<void> {
  await reach(page.locator(`button[value="${persona}"]`))
  await page.keyboard.press('Enter')
}

/** Chooses a person on a provider's page, and agrees. */
async function agreeAs(persona: string, answer: 'agree' | 'cancel' = 'agree'): Promise<void> {
  await choose(persona)
  await reach(page.locator(`button[value="${answer}"]`))
  await page.keyboard.press('Enter')
}

async function comeAs(persona: string, answer?: 'agree' | 'cancel'): Promise<void> {
  await press('Continue with Kakao')
  await agreeAs(persona, answer)
}

async function proveByPassword(address: string): Promise<void> {
  await type('E-mail or phone number', address)
  await type('Password', oldPassword)
  await page.keyboard.press('Enter')
}

async function signIn(address: string): Promise<void> {
  await press('Sign in with a password')
  await at('Sign in with a password')
  await proveByPassword(address)
  await at(/^Welcome back/)
}

/** Takes the code from the message that was sent, and confirms it. */
async function confirmCode(): Promise<void> {
  await at('The code was sent')
  await press('Open the message')
  await page.locator('#ieum-code:valid').waitFor()
  await press('Confirm')
}

async function closeAccount(): Promise<void> {
  await press('Close the account')
  await at('Close your account?')
  await press('Close my account')
  await at('Good to see you again')
}

async function agreeToAll(): Promise<void> {
  await reach(page.getByLabel('I agree to all terms'))
  await page.keyboard.press('Space')
}

const walked = new Set<number>()
/** The log of the demo names the case. */
async function row(number: number): Promise<void> {
  await page.locator('#timeline').getByText(`Case ${number}`, { exact: true }).first().waitFor()
  walked.add(number)
}

describe('with the keyboard alone', () => {
  it('case 1 comes in and goes out', async () => {
    await press('Continue with Kakao')
    await choose('dohyun')
    await at('Welcome back, 임도현')
    await row(1)
    await press('Sign out')
    await at('Good to see you again')
  })

  it.each([
    [2, 'nayeon'],
    [3, 'kangmin'],
  ])('case %i reads what is the matter, and starts over', async (number, persona) => {
    await press('Continue with Kakao')
    await choose(persona)
    await at('This cannot continue')
    await row(number)
    await press('Start over')
    await at('Good to see you again')
  })

  it.each([
    [4, 'hyunwoo'],
    [6, 'dowon'],
    [13, 'dain'],
    [20, 'bomi'],
    [25, 'garam'],
  ])('case %i reads what is the matter after agreeing, and starts over', async (number, persona) => {
    await comeAs(persona)
    await at('This cannot continue')
    await row(number)
    await press('Start over')
    await at('Good to see you again')
  })

  it('case 5 links with a yes', async () => {
    await comeAs('sujin')
    await at(/^Are you the member/)
    await row(5)
    await press('Yes, link the account')
    await at('Welcome back, 서수진')
  })

  it.each([
    [7, 'yerin', 'yerin.moon@example.com', 'Sign in as this member'],
    [8, 'jiho', 'jiho.old@example.com', 'Sign in as a member'],
    [9, 'hyunseok', 'hyunseok.noh@example.com', 'Sign in as this member'],
  ])('case %i proves to be the member, and links', async (number, persona, address, proof) => {
    await comeAs(persona)
    await at(/^(Are you|You may already be) /)
    await row(number)
    await press(proof)
    await at('Sign in with a password')
    await proveByPassword(address)
    await at(/^Link Kakao now/)
    await press('Yes, link the account')
    await at(/^Welcome back/)
  })

  it('case 10 is asked for a proof like anybody, and leaves', async () => {
    await comeAs('minseok')
    await at(/^(Are you|You may already be) /)
    await row(10)
    await press('Cancel')
    await at('Nothing was linked')
  })

  it.each([
    [11, 'jiwoo', '한지우'],
    [12, 'minji', '김민지'],
  ])('case %i joins', async (number, persona, name) => {
    await comeAs(persona)
    await at('Nice to meet you')
    await row(number)
    if (await page.getByLabel('I agree to all terms').isVisible()) await agreeToAll()
    await press('Join')
    await at(`Welcome, ${name}`)
  })

  it('cases 14 and 15 add a provider, and add it again', async () => {
    await signIn('haeun.the.member@example.com')
    await press('Add Kakao')
    await agreeAs('taeyang')
    await at(/^Welcome back/)
    await row(14)
    await press('Sign out')
    await signIn('dohyun.lim@example.com')
    await press('Add Kakao')
    await choose('dohyun')
    await at(/^Welcome back/)
    await row(15)
  })

  it('cases 16 and 17 merge two accounts, and prove presence again', async () => {
    await signIn('yuna.shin@example.com')
    await press('Add Kakao')
    await choose('yuna')
    await at('Merge your two accounts?')
    await row(16)
    await press('Yes, merge them')
    await at(/^Welcome back/)
    await press(/^Confirm it is me: Kakao|^Confirm it is me/)
    await choose('yuna')
    await at(/^Welcome back/)
    await row(17)
  })

  it('case 18 is told that somebody else signed in', async () => {
    await signIn('dohyun.lim@example.com')
    await press(/^Confirm it is me/)
    await agreeAs('seojun')
    await at('This cannot continue')
    await row(18)
  })

  it('case 19 says no at the provider', async () => {
    await comeAs('eunbi', 'cancel')
    await at('This cannot continue')
    await row(19)
  })

  it('cases 21 and 22 check an identity: of another account, and of nobody else', async () => {
    await signIn('yunseo.second@example.com')
    await press('Verify my identity')
    await choose('yunseo')
    await at('Merge your two accounts?')
    await row(21)
    await press('No, keep them apart')
    await at(/^Welcome back/)
    await press('Sign out')
    await signIn('areum.jin@example.com')
    await press('Verify my identity')
    await choose('jiwon')
    await at(/^Welcome back/)
    await row(22)
  })

  it('cases 12 and 23 join by an address, close the account, and read until when it comes back', async () => {
    await comeAs('joon')
    await at('What is your e-mail address?')
    await row(12)
    await type('E-mail', 'joon.park@example.com')
    await page.keyboard.press('Enter')
    await confirmCode()
    await at('Nice to meet you')
    await press('Join')
    await at('Welcome, 박준')
    await closeAccount()
    await comeAs('joon')
    await at('This cannot continue')
    await row(23)
  })

  it('case 24 closes an account, comes back by a provider, and reads when to join again', async () => {
    await press('Sign in with a code')
    await at('Sign in with a code')
    await type('E-mail or phone number', 'kyungho.old@example.com')
    await page.keyboard.press('Enter')
    await confirmCode()
    await at(/^Welcome back/)
    await closeAccount()
    await comeAs('kyungho')
    await at('This cannot continue')
    await page.locator('#visit').getByText('rejoin_not_allowed_yet').waitFor()
    await row(24)
    await press('Start over')
    await at('Good to see you again')
  })

  it('no case of the demo was left out', async () => {
    const { rows } = await import(new URL('../../lib/demo/rows.js', import.meta.url).href)
    const all = Object.keys(rows).map(Number)
    expect(all.length).toBeGreaterThan(20)
    expect(all.filter((number) => !walked.has(number))).toEqual([])
  })

  it('somebody without a provider joins, reads the faults of the form, and mends them', async () => {
    await press('Join with e-mail or phone')
    await at('Join with e-mail or phone')
    await type('E-mail or phone number', 'nuri@')
    await page.keyboard.press('Enter')
    await page
      .locator('.ieum-message:focus')
      .getByText(/^This must be an e-mail address/)
      .waitFor()
    await type('E-mail or phone number', 'nuri.park@example.com')
    await page.keyboard.press('Enter')
    await confirmCode()
    await at('Nice to meet you')
    await type('Name', '박누리')
    await type('New password', 'password1')
    await agreeToAll()
    await press('Join')
    await page.locator('.ieum-message:focus').getByText('Password: This is too easy to guess.').waitFor()
    await type('New password', 'a boat on the han river')
    await press('Join')
    await at('Welcome, 박누리')
  })

  it('a member changes the own data, unlinks a provider, and signs out on every device', async () => {
    await signIn('jaehoon.koo@example.com')
    await press('Change: Name')
    await at('Change: Name')
    await type('Name', '구재훈이')
    await page.keyboard.press('Enter')
    await page.locator('.ieum-message:focus').getByText('Your data was changed.').waitFor()
    await press(/^Unlink: Naver/)
    await page
      .locator('.ieum-message:focus')
      .getByText(/^Naver is unlinked/)
      .waitFor()
    await press('Show my consents')
    await press('Sign out everywhere')
    await at('Good to see you again')
  })

  it('the tab key goes through the page and out of it, on every screen', async () => {
    const trip = async () => {
      await page.evaluate('document.activeElement.blur()')
      const seen: string[] = []
      for (let presses = 0; presses < 150; presses++) {
        await page.keyboard.press('Tab')
        const where = await page.evaluate<string>('document.activeElement.tagName')
        if (where === 'BODY') return seen.length
        seen.push(where)
      }
      return 'a trap'
    }
    await page.getByRole('button', { name: 'Continue with Kakao' }).waitFor()
    expect(await trip()).toBeGreaterThan(10)
    await press('Sign in with a code')
    await at('Sign in with a code')
    expect(await trip()).toBeGreaterThan(5)
    await press('Back')
    await signIn('jaehoon.koo@example.com')
    expect(await trip()).toBeGreaterThan(20)
  })
})
