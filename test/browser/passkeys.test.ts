import type { CDPSession } from 'playwright-core'
import { expect } from 'vitest'
import type { DemoPage } from '../support/demo-page.ts'
import { testWithDemo } from '../support/test-with-browser.ts'

/* A person with an authenticator that the browser plays (Chrome DevTools Protocol, domain WebAuthn). */

let device: CDPSession

const it = testWithDemo()
it.beforeEach(async ({ demo }) => {
  device = await demo.page.context().newCDPSession(demo.page)
  await device.send('WebAuthn.enable')
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

const said = (demo: DemoPage, text: string) => demo.page.getByText(text).first().waitFor()
const ways = (demo: DemoPage) => demo.page.locator('[aria-labelledby="ieum-methods"] ul').textContent()

async function signInAs(demo: DemoPage, name: string): Promise<void> {
  await demo.fillIn(name)
  await demo.press('Sign in')
  await demo.heading(`Welcome back, ${name}`)
}

it('a member adds a passkey, signs in by it, renames it, and removes it after proving presence by it', async ({
  stack,
  demo,
}) => {
  await plugIn()
  await signInAs(demo, '신유나')
  await demo.press('Add a passkey')
  await said(demo, 'was added. We have told you by mail')
  expect(await ways(demo)).toContain('Passkey: Chrome · Linux')

  await demo.press('Sign out')
  await demo.press('Sign in with a passkey')
  await demo.heading('Welcome back, 신유나')
  await demo.page.getByRole('button', { name: /^Rename: Chrome/ }).click()
  await demo.type('Name of the passkey', 'My laptop')
  await demo.press('Save')
  await said(demo, 'Passkey: My laptop')

  await demo.press('+ 11 min')
  await said(demo, 'The clock moved')
  await demo.page.getByRole('button', { name: 'Remove: My laptop' }).click()
  await said(demo, 'This step needs a fresh sign-in')
  await demo.press('Sign in with a passkey')
  await said(demo, 'The passkey My laptop was removed')
  expect(await ways(demo)).not.toContain('Passkey')
  const mails = (await stack.outbox()).filter(({ to }) => to === 'yuna.shin@example.com')
  expect(mails).toHaveLength(2)
})

it('a passkey proves to be the member whom a visit matches', async ({ demo }) => {
  await plugIn()
  await signInAs(demo, '문예린')
  await demo.press('Add a passkey')
  await said(demo, 'was added. We have told you by mail')
  await demo.press('Sign out')
  await demo.comeAs('yerin')
  // The browser offers the passkey where she would type her address, and this one chooses by itself.
  await demo.press('Sign in as this member')
  await demo.heading('Link Kakao now?')
  await demo.press('Yes, link the account')
  await said(demo, 'Kakao is linked.')
})

it('somebody without a passkey, or who is not verified, is told, and signs in another way', async ({
  demo,
}) => {
  await plugIn(false)
  await demo.press('Sign in with a passkey')
  await said(demo, 'No passkey was used.')
  await signInAs(demo, '임도현')
  await demo.press('Add a passkey')
  await said(demo, 'No passkey was used.')
})
