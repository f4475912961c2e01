import { describe, expect } from 'vitest'
import { maxCodeAttempts } from '../../lib/domain/values/verification.ts'
import { codeTo, correspondent, wrongCode } from '../support/address-steps.ts'
import type { TestResponse } from '../support/caller.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'
import { ledgerOf } from './ledger.ts'

/*
 * Mallory requests a code to Minji's address and guesses: one after the other, a hundred at once, or a few for each
 * code and then another code. A million possibilities are not many.
 * Defence: a conditional write counts an attempt before any comparison, five for each code, and an address gets ten
 * codes for one purpose, and then one after longer and longer pauses. A code in any other form than six ASCII digits is no attempt.
 */

const it = testWithStack()
it.afterAll(({ stack }) => ledgerOf(stack).isSound())

const refused = { status: 400, body: { code: 'invalid_code' } }

/** A code on its way to an address: its id, and the right digits. */
async function sent(stack: TestStack, to: string) {
  afterQuietDay(stack)
  const mallory = correspondent(stack)
  const { body } = await mallory.ask(to, 'sign_in')
  return { mallory, id: body['verificationId'], right: await codeTo(stack, to) }
}

describe('guessing a code', () => {
  it('ends after five wrong codes, though the sixth is right', async ({ stack }) => {
    const { mallory, id, right } = await sent(stack, 'one@example.com')
    for (let tries = 0; tries < maxCodeAttempts; tries += 1) {
      expect(await mallory.confirm(id, wrongCode(right))).toMatchObject(refused)
    }
    expect(await mallory.confirm(id, right)).toMatchObject(refused)
  })

  it('still accepts the right code after four', async ({ stack }) => {
    const { mallory, id, right } = await sent(stack, 'four@example.com')
    for (let tries = 1; tries < maxCodeAttempts; tries += 1) await mallory.confirm(id, wrongCode(right))
    expect((await mallory.confirm(id, right)).status).toBe(200)
  })

  it('is not faster with a hundred at once', async ({ stack }) => {
    const { mallory, id, right } = await sent(stack, 'hundred@example.com')
    const guesses = Array.from({ length: 100 }, () => mallory.confirm(id, wrongCode(right)))
    const statuses = new Set((await Promise.all(guesses)).map(({ status }) => status))
    // Some may be asked to try again, since all write to one item. None of those was compared.
    expect([...statuses].filter((status) => status !== 503)).toEqual([400])
    const [code] = (await ledgerOf(stack).items('code')).filter((item) => item['id'] === id)
    expect(code).toMatchObject({ tries: maxCodeAttempts })
    expect(await mallory.confirm(id, right)).toMatchObject(refused)
  })

  it('is not faster with a new code after each five', async ({ stack }) => {
    afterQuietDay(stack)
    const mallory = correspondent(stack)
    const responses: TestResponse[] = []
    for (let codes = 0; codes < 144; codes += 1) {
      responses.push(await mallory.ask('many@example.com', 'sign_in'))
      stack.advanceClock(600)
    }
    // A day: ten, seven with pauses up to an hour, and what a day adds.
    expect(responses.filter(({ status }) => status === 202).length).toBeLessThanOrEqual(10 + 7 + 10)
  })
})

describe('the right code, twenty times at once', () => {
  it('is accepted once', async ({ stack }) => {
    const { mallory, id, right } = await sent(stack, 'race@example.com')
    const responses = await Promise.all(Array.from({ length: 20 }, () => mallory.confirm(id, right)))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await mallory.confirm(id, right)).toMatchObject(refused)
  })
})

describe('the right code in another form', () => {
  it('is no attempt, and the right form works afterwards', async ({ stack }) => {
    const { mallory, id, right } = await sent(stack, 'forms@example.com')
    const forms = [Number(right), [right], { $ne: 1 }, null, `${right}0`, '']
    for (const form of forms) {
      expect(await mallory.confirm(id, form)).toMatchObject({
        status: 400,
        body: { code: 'invalid_request' },
      })
    }
    expect((await mallory.confirm(id, right)).status).toBe(200)
  })

  const wide = (text: string): string =>
    [...text].map((digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)).join('')

  it.for([
    ['full-width digits', wide],
    ['a blank before it', (text: string) => ` ${text}`],
    ['a line break after it', (text: string) => `${text}\n`],
  ] as const)(
    'is the same code with %s, which people type, and works once',
    async ([what, form], { stack }) => {
      const { mallory, id, right } = await sent(stack, `${what.replaceAll(' ', '-')}@example.com`)
      expect((await mallory.confirm(id, form(right))).status).toBe(200)
      expect((await mallory.confirm(id, right)).body['code']).toBe('invalid_code')
    },
  )
})
