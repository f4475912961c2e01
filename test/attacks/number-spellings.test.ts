import { expect } from 'vitest'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory spells Minji's number in another way, to have a second account, ten more attempts at her password, or more
 * texts. She also tries numbers that are not mobile ones, which cost money or reach nobody.
 * Defence: one normal form (E.164). Anything that is not plainly one mobile number is refused, never repaired.
 */

const victim = '+821034567890'
const sameNumber = [
  '010-3456-7890',
  '01034567890',
  '+82 10 3456 7890',
  '+82 010 3456 7890',
  '00821034567890',
  '82-10-3456-7890',
  '(010)3456 7890',
  '０１０３４５６７８９０',
]
const nobodys = [
  ['with an extension', '+821034567890x5'],
  ['too short', '010-3456-789'],
  ['too long', '010-3456-78901'],
  ['a landline', '02-345-6789'],
  ['a landline from abroad', '+82 2 345 6789'],
  ['internet telephony', '070-3456-7890'],
  ['a service number', '1588-3456'],
  ['a premium number', '060-345-6789'],
  ['an emergency', '112'],
  ['two numbers', '01034567890,01034567891'],
  ['arabic digits', '٠١٠٣٤٥٦٧٨٩٠'],
  ['a header', '+821034567890\r\nX: 1'],
  ['something invisible', '+8210\u200b34567890'],
  ['in another country', '+81 90 1234 5678'],
] as const

const it = testWithLedger()
it.beforeAll(({ stack }) => settle(stack, { phone: victim, password: usualPassword, name: '김민지' }))

const mallory = (stack: TestStack) => visitor(stack, { client: 'app' })
const ask = (stack: TestStack, to: string) => mallory(stack).sendCode(to, 'sign_up', { channel: 'sms' })

it.for(sameNumber)(
  '%s is the same number, for texts, passwords and sign-ups',
  async (spelling, { stack, ledger }) => {
    afterQuietDay(stack)
    expect((await ask(stack, victim)).status).toBe(202)
    expect(await ask(stack, spelling)).toMatchObject({ status: 429 })
    expect((await mallory(stack).passwordLogin(spelling)).status).toBe(200)
    stack.advanceClock(86_400)
    const second = mallory(stack)
    expect((await second.sendCode(spelling, 'sign_up', { channel: 'sms' })).status).toBe(202)
    await second.confirmCode(await second.codeFromOutbox(victim))
    expect(await second.registerByEmail({ continueAs: 'new' })).toMatchObject({
      status: 409,
      body: { code: 'phone_taken' },
    })
    expect(await ledger.count('member')).toBe(1)
  },
)

it.for(nobodys)('a number %s gets no text, and names nobody', async ([_, spelling], { stack }) => {
  const texts = (await stack.outbox()).length
  expect(await ask(stack, spelling)).toMatchObject({ status: 400, body: { errors: [{ pointer: '/to' }] } })
  expect([400, 401]).toContain((await mallory(stack).passwordLogin(spelling)).status)
  expect(await stack.outbox()).toHaveLength(texts)
})
