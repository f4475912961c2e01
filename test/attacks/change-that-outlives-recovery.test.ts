import { expect } from 'vitest'
import { settle } from '../support/people-of-the-service.ts'
import { usualPassword, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory is signed in to Minji's account, starts to change its address to her own, and keeps the verification token.
 * Minji takes the account back: by recovery, by a new password, or by ending all sessions. Then Mallory continues.
 * Defence: only a live session changes a member, and each of these acts ends the other sessions. A code counts only
 * if it was requested afterwards, so even a session that both of them hold does not help.
 */

const it = testWithLedger()

const mallorys = async (stack: TestStack, address: string, index: number): Promise<Visitor> => {
  const mallory = visitor(stack, { client: 'app' })
  expect((await mallory.passwordLogin(address)).status).toBe(200)
  await mallory.prove(`mallory-${index}@example.org`, 'contact')
  return mallory
}

it.for<[string, number, (minji: Visitor, address: string) => Promise<unknown>]>([
  ['recovers the account', 1, (minji, address) => minji.signInByCode(address)],
  [
    'chooses a new password',
    2,
    async (minji, address) => {
      await minji.passwordLogin(address)
      expect((await minji.change({ password: 'nobody but minji knows' })).status).toBe(200)
    },
  ],
  [
    'ends all sessions',
    3,
    async (minji, address) => {
      await minji.passwordLogin(address)
      await minji.logout({ everywhere: true })
    },
  ],
] as const)('is dead when the owner %s', async ([_, index, takeBack], { stack, ledger }) => {
  const address = `minji-${index}@example.com`
  await settle(stack, { email: address, emailVerified: index !== 1, name: '김민지', password: usualPassword })
  const mallory = await mallorys(stack, address, index)
  await takeBack(visitor(stack, { client: 'app' }), address)
  const { verificationToken } = mallory
  await ledger.unchangedBy(async () => {
    expect(await mallory.change({ verificationToken })).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
  })
})

it('is dead in the session that changed the password', async ({ stack, ledger }) => {
  await settle(stack, { email: 'shared@example.com', password: usualPassword })
  const shared = await mallorys(stack, 'shared@example.com', 4)
  const { verificationToken } = shared
  expect((await shared.change({ password: 'nobody but minji knows' })).status).toBe(200)
  await ledger.unchangedBy(async () => {
    expect(await shared.change({ verificationToken })).toMatchObject({
      status: 409,
      body: { code: 'token_used' },
    })
  })
})

it('is dead after thirty minutes, however fresh the sign-in', async ({ stack, ledger }) => {
  await settle(stack, { email: 'slow@example.com', password: usualPassword })
  const { verificationToken } = await mallorys(stack, 'slow@example.com', 5)
  stack.advanceClock(1800)
  const again = visitor(stack, { client: 'app' })
  await again.passwordLogin('slow@example.com')
  await ledger.unchangedBy(async () => {
    expect(await again.change({ verificationToken })).toMatchObject({
      status: 401,
      body: { code: 'invalid_token' },
    })
  })
})

it('is dead when another person has proven the address meanwhile', async ({ stack, ledger }) => {
  await settle(stack, { email: 'late@example.com', password: usualPassword })
  const late = visitor(stack, { client: 'app' })
  await late.passwordLogin('late@example.com')
  const verificationToken = await late.prove('wanted@example.com', 'contact')
  stack.advanceClock(31)
  expect((await visitor(stack).emailSignUp('wanted@example.com')).status).toBe(201)
  await ledger.unchangedBy(async () => {
    expect(await late.change({ verificationToken })).toMatchObject({
      status: 409,
      body: { code: 'email_taken' },
    })
  })
})
