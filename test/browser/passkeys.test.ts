import type { Browser, CDPSession } from 'playwright-core'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type DemoPage, openDemo } from '../support/demo-page.ts'
import { withDemoStack } from '../support/demo-tests.ts'
import type { TestStack } from '../support/test-stack.ts'

/* A person with an authenticator that the browser plays (Chrome DevTools Protocol, domain WebAuthn). */

let stack: TestStack
let browser: Browser
let demo: DemoPage
let device: CDPSession

withDemoStack((opened) => {
  ;({ stack, browser } = opened)
})
beforeEach(async () => {
  demo = await openDemo(browser, stack)
  device = await demo.page.context().newCDPSession(demo.page)
  await device.send('WebAuthn.enable')
})
afterEach(async () => {
  await demo.close()
  expect(demo.faults).toEqual([])
})

const plugIn = (isUserVerified = true) =>
  device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified,
      automaticPresenceSimulation: true,
    },
  })

const said = (text: string) => demo.page.getByText(text).first().waitFor()
const ways = () => demo.page.locator('[aria-labelledby="ieum-methods"] ul').textContent()

async function signInAs(name: string): Promise<void> {
  await demo.fillIn(name)
  await demo.press('Sign in')
  await demo.heading(`Welcome back, ${name}`)
}

it('a member adds a passkey, signs in by it, renames it, and removes it after proving presence by it', async () => {
  await plugIn()
  await signInAs('신유나')
  await demo.press('Add a passkey')
  await said('was added. We have told you by mail')
  expect(await ways()).toContain('Passkey: Chrome · Linux')

  await demo.press('Sign out')
  await demo.press('Sign in with a passkey')
  await demo.heading('Welcome back, 신유나')
  await demo.page.getByRole('button', { name: /^Rename: Chrome/ }).click()
  await demo.type('Name of the passkey', 'My laptop')
  await demo.press('Save')
  await said('Passkey: My laptop')

  await demo.press('+ 11 min')
  await said('The clock moved')
  await demo.page.getByRole('button', { name: 'Remove: My laptop' }).click()
  await said('This step needs a fresh sign-in')
  await demo.press('Sign in with a passkey')
  await said('The passkey My laptop was removed')
  expect(await ways()).not.toContain('Passkey')
  const mails = (await stack.outbox()).filter(({ to }) => to === 'yuna.shin@example.com')
  expect(mails).toHaveLength(2)
})

it('a passkey proves to be the member whom a visit matches', async () => {
  await plugIn()
  await signInAs('문예린')
  await demo.press('Add a passkey')
  await said('was added. We have told you by mail')
  await demo.press('Sign out')
  await demo.comeAs('yerin')
  // The browser offers the passkey where she would type her address, and this one chooses by itself.
  await demo.press('Sign in as this member')
  await demo.heading('Link Kakao now?')
  await demo.press('Yes, link the account')
  await said('Kakao is linked.')
})

it('somebody without a passkey, or who is not verified, is told, and signs in another way', async () => {
  await plugIn(false)
  await demo.press('Sign in with a passkey')
  await said('No passkey was used.')
  await signInAs('임도현')
  await demo.press('Add a passkey')
  await said('No passkey was used.')
})
