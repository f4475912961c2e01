import { atGoogle } from '../support/people-at-google.ts'
import { testWithDemo } from '../support/test-with-browser.ts'

const it = testWithDemo(() => {
  const policy = { requiredItems: ['email', 'name', 'nickname', 'birth', 'gender'] }
  return {
    casts: { google: [atGoogle('hana', { name: '김하나' })] },
    environment: { IEUM_POLICY: JSON.stringify(policy) },
  }
})

it('a visitor without a provider gives all that the service requires', async ({ demo }) => {
  await demo.press('Join with e-mail or phone')
  await demo.type('E-mail or phone number', 'nuri@example.com')
  await demo.press('Send the code')
  await demo.openMessage()
  await demo.press('Confirm')
  await demo.heading('Nice to meet you')
  await demo.type('Name', '박누리')
  await demo.type('Nickname', 'Hotteok')
  await demo.type('Birthday', '1991-03-02')
  await demo.page.locator('#ieum-gender').selectOption('male')
  await demo.page.locator('#ieum-new-password').fill('a boat on the han river')
  await demo.page.getByLabel('I agree to all terms').check()
  await demo.press('Join')
  await demo.heading('Welcome, 박누리')
})

it('a visitor with Google gives what the service requires and Google did not tell', async ({ demo }) => {
  await demo.press('Continue with Google')
  await demo.agreeAs('hana')
  await demo.heading('Nice to meet you')
  await demo.type('Nickname', 'Hotteok')
  await demo.type('Birthday', '1991-03-02')
  await demo.page.locator('#ieum-gender').selectOption('female')
  await demo.page.getByLabel('I agree to all terms').check()
  await demo.press('Join')
  await demo.heading('Welcome, 김하나')
  await demo.press('Change: Nickname')
  await demo.type('Nickname', 'Bungeoppang')
  await demo.press('Save')
  await demo.page.locator('.ieum-lines').getByText('Bungeoppang').waitFor()
  await demo.page.locator('.ieum-lines').getByText('female', { exact: true }).waitFor()
})
