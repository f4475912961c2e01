import { describe, expect } from 'vitest'
import { codeTo, correspondent, goodPassword } from '../support/address-steps.ts'
import { textIn } from '../support/read-response.ts'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'

/*
 * Mallory proves an own address, and shows the code or the token where another address, another purpose or another
 * kind of token belongs. Or she asks for codes to Minji's address, so that Minji's own code dies.
 * Defence: a code is a hash under its own verification, a token names one proof and one purpose, and a code ends no
 * other code.
 */

const it = testWithStack()
it.beforeAll(({ stack }) => correspondent(stack).signUp('minji@example.com'))

describe('a code', () => {
  it('does not prove another address', async ({ stack }) => {
    afterQuietDay(stack)
    const mallory = correspondent(stack)
    await mallory.ask('mallory@example.com', 'sign_in')
    const victim = await mallory.ask('minji@example.com', 'sign_in')
    const own = await codeTo(stack, 'mallory@example.com')
    const right = await codeTo(stack, 'minji@example.com')
    const status = own === right ? 200 : 400
    expect((await mallory.confirm(victim.body['verificationId'], own)).status).toBe(status)
  })

  it('lives on when a newer code is sent', async ({ stack }) => {
    afterQuietDay(stack)
    const minji = correspondent(stack)
    const first = await minji.ask('minji@example.com', 'sign_in')
    const old = await codeTo(stack, 'minji@example.com')
    stack.advanceClock(30)
    await minji.ask('minji@example.com', 'sign_in')
    expect((await minji.confirm(first.body['verificationId'], old)).status).toBe(200)
  })

  it('is dead after ten minutes', async ({ stack }) => {
    afterQuietDay(stack)
    const minji = correspondent(stack)
    const { body } = await minji.ask('minji@example.com', 'sign_in')
    stack.advanceClock(600)
    const late = await minji.confirm(body['verificationId'], await codeTo(stack, 'minji@example.com'))
    expect(late).toMatchObject({ status: 400, body: { code: 'invalid_code' } })
  })
})

describe('a verification token', () => {
  it('is worthless for another purpose', async ({ stack }) => {
    afterQuietDay(stack)
    const mallory = correspondent(stack)
    const toSignUp = await mallory.prove('mallory@example.com', 'sign_up')
    expect(await mallory.byCode(toSignUp)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    stack.advanceClock(30)
    const toSignIn = await mallory.prove('mallory@example.com', 'sign_in')
    expect(await mallory.register(toSignIn)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
  })

  it('is no other kind of token, and no other kind is a verification token', async ({ stack }) => {
    afterQuietDay(stack)
    const mallory = correspondent(stack)
    const token = await mallory.prove('mallory@example.com', 'sign_in')
    expect((await mallory.call('GET', '/me', { bearer: token })).status).toBe(401)
    const visit = visitor(stack)
    await visit.redirect('minji')
    const { registerToken } = visit.outcome
    const access = textIn(await mallory.byPassword('minji@example.com', goodPassword), 'accessToken')
    for (const other of [String(registerToken), access]) {
      expect(await mallory.byCode(other)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
      expect(await mallory.register(other)).toMatchObject({ status: 401, body: { code: 'invalid_token' } })
    }
  })

  it('works once, at any door', async ({ stack }) => {
    afterQuietDay(stack)
    const minji = correspondent(stack)
    const token = await minji.prove('minji@example.com', 'sign_in')
    const all = await Promise.all(Array.from({ length: 10 }, () => minji.byCode(token)))
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await minji.byCode(token)).toMatchObject({ status: 409, body: { code: 'token_used' } })
  })
})
