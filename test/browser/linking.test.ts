import { describe, expect } from 'vitest'
import { oldPassword } from '../../lib/local/seed/old-members.ts'
import type { DemoPage } from '../support/demo-page.ts'
import { testWithDemo } from '../support/test-with-browser.ts'

const it = testWithDemo()

const memberId = (demo: DemoPage) => demo.page.locator('.ieum-lines code').textContent()
const row = (demo: DemoPage, number: number) =>
  demo.happened().getByText(`Case ${number}`, { exact: true }).first().waitFor()

describe('a visitor who may be a member', () => {
  it('sees a masked address, consents, and signs in with Kakao from then on', async ({ demo }) => {
    await demo.comeAs('sujin')
    await demo.heading('Are you the member s*****@example.com?')
    await row(demo, 5)
    await demo.press('Yes, link the account')
    await demo.heading('Welcome back, 서수진')
    await demo.page.getByText('Kakao is linked.').first().waitFor()
    const id = await memberId(demo)
    await demo.press('Sign out')
    await demo.press('Continue with Kakao')
    await demo.page.locator('button[value="sujin"]').click()
    await demo.heading('Welcome back, 서수진')
    expect(await memberId(demo)).toBe(id)
  })

  it('who cancels learns that nothing was linked, and is disconnected', async ({ stack, demo }) => {
    await demo.comeAs('yunseo')
    await demo.heading('Are you already a member?')
    await demo.press('Cancel')
    await demo.heading('Nothing was linked')
    expect(stack.kakao.isConnected('yunseo')).toBe(false)
    await demo.press('Start over')
    await demo.heading('Good to see you again')
  })

  it('is not asked to join as a new member with the same CI', async ({ demo }) => {
    await demo.comeAs('yunseo')
    await demo.heading('Are you already a member?')
    await demo.page.getByRole('button', { name: 'Yes, link the account' }).waitFor()
    expect(await demo.page.getByRole('button', { name: 'Not me. Join as a new member' }).count()).toBe(0)
  })

  it('proves the account by the old password, is asked once more, and is linked', async ({ demo }) => {
    await demo.comeAs('yerin')
    await demo.heading('Are you the member y*****@example.com?')
    await row(demo, 7)
    await demo.press('Sign in as this member')
    await demo.type('E-mail or phone number', 'yerin.moon@example.com')
    await demo.type('Password', 'not her password')
    await demo.press('Sign in')
    await demo.page.getByRole('alert').getByText('The identifier or the password is not correct.').waitFor()
    expect(await demo.page.getByLabel('E-mail or phone number', { exact: true }).inputValue()).toBe(
      'yerin.moon@example.com',
    )
    await demo.type('Password', oldPassword)
    await demo.press('Sign in')
    await demo.heading('Link Kakao now?')
    await demo.press('Yes, link the account')
    await demo.heading('Welcome back, 문예린')
    expect(await demo.page.locator('[aria-labelledby="ieum-methods"] ul').textContent()).toContain('Kakao')
  })

  it('proves the account by a code, and the page opens the mail', async ({ demo }) => {
    await demo.comeAs('kyungho')
    await demo.heading('Are you the member ***-****-**08?')
    await demo.press('Sign in as this member')
    await demo.type('E-mail or phone number', 'kyungho.old@example.com')
    await demo.press('Send the code')
    await demo.openMessage()
    await demo.page.locator('.letter').waitFor()
    expect(await demo.page.getByLabel('Code', { exact: true }).inputValue()).toMatch(/^\d{6}$/)
    await demo.press('Confirm')
    await demo.heading('Link Kakao now?')
    await demo.press('Yes, link the account')
    await demo.heading('Welcome back, 배경호')
  })

  it('who proves another account learns so, and may try again', async ({ demo }) => {
    await demo.comeAs('jiho')
    await demo.heading('You may already be a member')
    expect(await demo.page.locator('.ieum-hint').count()).toBe(0)
    await demo.press('Sign in as a member')
    await demo.type('E-mail or phone number', 'yuna.shin@example.com')
    await demo.type('Password', oldPassword)
    await demo.press('Sign in')
    await demo.press('Yes, link the account')
    await demo.page.getByRole('alert').getByText('You signed in with another account.').waitFor()
    await demo.press('Sign in as another member')
    await demo.heading('You may already be a member')
    await demo.press('Cancel')
    await demo.heading('Nothing was linked')
  })

  it('chooses among several members, even after a reload, or joins as a new member with an own address', async ({
    demo,
  }) => {
    await demo.comeAs('hyunseok')
    await demo.heading('You may already be a member')
    expect(await demo.page.locator('.ieum-hint').count()).toBe(2)
    await demo.page.reload()
    await demo.press('Not me. Join as a new member')
    await demo.heading('What is your e-mail address?')
    await demo.type('E-mail', 'another.hyunseok@example.com')
    await demo.press('Send the code')
    await demo.openMessage()
    await demo.press('Confirm')
    await demo.heading('Nice to meet you')
    await demo.press('Join')
    await demo.heading('Welcome, 노현석')
    expect(await demo.page.locator('.ieum-lines').first().textContent()).toContain(
      'another.hyunseok@example.com',
    )
  })

  it('proves the account at a provider that it has, where that is all that opens it', async ({ demo }) => {
    await demo.fillIn('이하은')
    await demo.press('Sign in')
    await demo.press('Add Naver')
    await demo.agreeAs('siwoo')
    await demo.page.getByText('Naver is linked.').first().waitFor()
    await demo.press('Sign out')
    await demo.comeAs('haeun')
    await demo.heading('You may already be a member')
    await demo.press('Sign in as a member')
    await demo.press('Sign in with a provider')
    await demo.heading('Sign in with a provider')
    await demo.press('Continue with Google')
    await demo.agreeAs('seoa')
    await demo.page.getByRole('alert').getByText('Somebody else signed in.').waitFor()
    await demo.heading('You may already be a member')
    await demo.press('Sign in as a member')
    await demo.press('Sign in with a provider')
    await demo.press('Continue with Naver')
    await demo.page.goBack()
    await demo.heading('You may already be a member')
    await demo.press('Sign in as a member')
    await demo.press('Sign in with a provider')
    await demo.press('Continue with Naver')
    await demo.page.locator('button[value="siwoo"]').click()
    await demo.heading('Link Kakao now?')
    await demo.page.reload()
    await demo.heading('Link Kakao now?')
    await demo.press('Yes, link the account')
    await demo.heading('Welcome back, 이하은')
    await demo.page.getByText('Kakao is linked.').first().waitFor()
  })

  it('who has an account that nothing leads to signs in on the sign-up page, and links it', async ({
    demo,
  }) => {
    await demo.comeAs('taeyang')
    await demo.heading('Nice to meet you')
    await demo.press('I have an account already')
    await demo.page.getByText('Sign in to the account that you have.').waitFor()
    await demo.type('E-mail or phone number', 'dohyun.lim@example.com')
    await demo.type('Password', oldPassword)
    await demo.press('Sign in')
    await demo.heading('Link Kakao now?')
    await demo.press('Yes, link the account')
    await demo.page.getByText('Kakao is linked.').first().waitFor()
    await demo.heading('Welcome back, 임도현')
  })
})
