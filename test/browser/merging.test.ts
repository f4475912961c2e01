import { describe, expect, it } from 'vitest'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import type { DemoPage } from '../support/demo-page.ts'
import { withDemoPages } from '../support/demo-tests.ts'
import type { TestStack } from '../support/test-stack.ts'

let stack: TestStack
let demo: DemoPage

withDemoPages((opened) => {
  ;({ stack, demo } = opened)
})

const row = (number: number) => demo.happened().getByText(`Case ${number}`, { exact: true }).first().waitFor()
const ways = () => demo.page.locator('[aria-labelledby="ieum-methods"] ul').textContent()
const told = (text: string) => demo.page.getByText(text).first().waitFor()

async function signIn(address: string): Promise<void> {
  await demo.press('Sign in with a password')
  await demo.type('E-mail or phone number', address)
  await demo.type('Password', oldPassword)
  await demo.press('Sign in')
  await demo.page.getByRole('button', { name: 'Verify my identity' }).waitFor()
}

describe('a member with two accounts', () => {
  it('finds the second one by adding Kakao, keeps both, and then merges them', async () => {
    await signIn('yuna.shin@example.com')
    await demo.press('Add Kakao')
    await demo.page.locator('button[value="yuna"]').click()
    await demo.heading('Merge your two accounts?')
    await row(16)
    expect(await demo.page.locator('.ieum-hint').textContent()).toContain('y*****@example.com')
    await demo.press('No, keep them apart')
    await told('Both accounts stay as they were.')
    expect(await ways()).not.toContain('Kakao')

    await demo.press('Add Kakao')
    await demo.page.locator('button[value="yuna"]').click()
    await demo.heading('Merge your two accounts?')
    await demo.press('Yes, merge them')
    await told('The two accounts are merged.')
    expect(await ways()).toContain('Kakao')
    const told16 = (await stack.outbox()).map(({ to }) => to)
    expect(told16).toEqual(expect.arrayContaining(['yuna.shin@example.com', 'yuna.kakao@example.com']))
  })

  it('finds the second one by an identity check, and merges them', async () => {
    await signIn('yunseo.second@example.com')
    await demo.press('Verify my identity')
    await demo.page.locator('button[value="cancel"]').click()
    await told('provider_denied')
    await demo.press('Start over')
    await demo.press('Verify my identity')
    await demo.page.locator('button[value="yunseo"]').click()
    await demo.heading('Merge your two accounts?')
    await row(21)
    await told('The identity check found another account of yours.')
    await demo.press('Sign in to the other account')
    await demo.type('E-mail or phone number', 'minju.ha@example.com')
    await demo.press('Send the code')
    await demo.press('Open the message')
    await demo.page.locator('.letter').waitFor()
    await demo.press('Confirm')
    await demo.heading('Merge your two accounts?')
    await demo.press('Yes, merge them')
    await told('The two accounts are merged.')
    await told('Verified on')
    // The sign-in to the other account left this browser's own session as it was.
    await demo.page.reload()
    await demo.heading('Welcome back')
  })
})

it('a member with one account verifies the own identity', async () => {
  await signIn('sujin.seo@example.com')
  await told('Not verified yet.')
  await demo.press('Verify my identity')
  await demo.page.locator('button[value="jiwon"]').click()
  await told('Your identity is verified.')
  await row(22)
})
