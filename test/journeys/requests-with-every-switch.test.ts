import { expect } from 'vitest'
import { atKakao } from '../support/people-at-kakao.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import { testWithCountedDatabase } from '../support/test-with-counted-database.ts'

/* What a stage switches on costs a returning sign-in nothing. */

const policy = {
  full: ['email', 'name'],
  consider: ['ci', 'email', 'phone', 'name+birth', 'name'],
  requiredItems: ['name', 'email', 'phone'],
  verifiedItems: ['email', 'phone'],
  siblingTags: ['sibling_service'],
  sharedContacts: ['phone'],
}
const doors = { passwordSignIn: false, emailSignUp: false, phoneSignUp: false, smsCodeSignIn: false }

const it = testWithCountedDatabase({
  personas: [atKakao('returns')],
  environment: {
    IEUM_POLICY: JSON.stringify(policy),
    IEUM_DOORS: JSON.stringify(doors),
    IEUM_CLOSING: JSON.stringify({ rejoinAfterDays: 30 }),
    IEUM_TOKENS: JSON.stringify({
      claims: ['phone_number_verified', 'email_verified', 'identity_verified'],
    }),
  },
})

it('a returning sign-in is two requests to the table and one to the provider with every switch on', async ({
  stack,
  database,
}) => {
  expect((await visitor(stack, { client: 'app' }).signUp('returns')).status).toBe(201)
  const signIn = async () => {
    const who = visitor(stack, { client: 'app' })
    await who.startDirect()
    const response = providerAnswerIn(who.consent('returns'))
    database.reset()
    const before = stack.kakao.requests.length
    expect((await who.finishDirect(response)).body).toMatchObject({ outcome: 'signed_in', created: false })
    return {
      table: [...database.asked],
      provider: stack.kakao.requests.slice(before).map(({ path }) => path),
    }
  }
  await signIn()
  expect(await signIn()).toEqual({ table: ['GetItem', 'TransactWriteItems'], provider: ['/oauth/token'] })
})
