import { describe, expect } from 'vitest'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import type { DemoPage } from '../support/demo-page.ts'
import { testWithDemo } from '../support/test-with-browser.ts'

const it = testWithDemo()

const row = (demo: DemoPage, number: number) =>
  demo.happened().getByText(`Case ${number}`, { exact: true }).first().waitFor()
const ways = (demo: DemoPage) => demo.page.locator('[aria-labelledby="ieum-methods"] ul').textContent()
const told = (demo: DemoPage, text: string) => demo.page.getByText(text).first().waitFor()

async function signIn(demo: DemoPage, address: string): Promise<void> {
  await demo.press('Sign in with a password')
  await demo.type('E-mail or phone number', address)
  await demo.type('Password', oldPassword)
  await demo.press('Sign in')
  await demo.page.getByRole('button', { name: 'Verify my identity' }).waitFor()
}

describe('a member with two accounts', () => {
  it('finds the second one by adding Kakao, keeps both, and then merges them', async ({ stack, demo }) => {
    await signIn(demo, 'yuna.shin@example.com')
    await demo.press('Add Kakao')
    await demo.page.locator('button[value="yuna"]').click()
    await demo.heading('Merge your two accounts?')
    await row(demo, 16)
    expect(await demo.page.locator('.ieum-hint').textContent()).toContain('y*****@example.com')
    await demo.press('No, keep them apart')
    await told(demo, 'Both accounts stay as they were.')
    expect(await ways(demo)).not.toContain('Kakao')

    await demo.press('Add Kakao')
    await demo.page.locator('button[value="yuna"]').click()
    await demo.heading('Merge your two accounts?')
    await demo.press('Yes, merge them')
    await told(demo, 'The two accounts are merged.')
    expect(await ways(demo)).toContain('Kakao')
    const told16 = (await stack.outbox()).map(({ to }) => to)
    expect(told16).toEqual(expect.arrayContaining(['yuna.shin@example.com', 'yuna.kakao@example.com']))
  })

  it('finds the second one by an identity check, and merges them', async ({ demo }) => {
    await signIn(demo, 'yunseo.second@example.com')
    await demo.press('Verify my identity')
    await demo.page.locator('button[value="cancel"]').click()
    await told(demo, 'provider_denied')
    await demo.press('Start over')
    await demo.press('Verify my identity')
    await demo.page.locator('button[value="yunseo"]').click()
    await demo.heading('Merge your two accounts?')
    await row(demo, 21)
    await told(demo, 'The identity check found another account of yours.')
    await demo.press('Sign in to the other account')
    await demo.type('E-mail or phone number', 'minju.ha@example.com')
    await demo.press('Send the code')
    await demo.press('Open the message')
    await demo.page.locator('.letter').waitFor()
    await demo.press('Confirm')
    await demo.heading('Merge your two accounts?')
    await demo.press('Yes, merge them')
    await told(demo, 'The two accounts are merged.')
    await told(demo, 'Verified on')
    // The sign-in to the other account left this browser's own session as it was.
    await demo.page.reload()
    await demo.heading('Welcome back')
  })
})

it('a member with one account verifies the own identity', async ({ demo }) => {
  await signIn(demo, 'sujin.seo@example.com')
  await told(demo, 'Not verified yet.')
  await demo.press('Verify my identity')
  await demo.page.locator('button[value="jiwon"]').click()
  await told(demo, 'Your identity is verified.')
  await row(demo, 22)
})
