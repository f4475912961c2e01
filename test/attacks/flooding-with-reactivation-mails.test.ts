import { describe, expect } from 'vitest'
import { comeBack, pausedMember, tokenMailedTo, tokensMailedTo } from '../support/reactivation-steps.ts'
import { visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { afterQuietDay } from './after-a-quiet-day.ts'
import { testWithLedger } from './ledger.ts'

/*
 * Mallory knows the password of a paused member, and signs in again and again. The member's mailbox fills with our
 * mails, or the only working mail is never the one that the member found.
 * Defence: one mail a minute and five a day (UTC) for each member. Further requests get the same response, and leave
 * the last mail valid. A mail is counted by the write that makes it the newest one, so ten sign-ins at once use up one.
 */

const address = 'flooded@example.com'
const it = testWithLedger()
it.beforeAll(async ({ stack }) => {
  await pausedMember(stack, address)
  afterQuietDay(stack)
})

const tries = (stack: TestStack) => visitor(stack, { client: 'app' }).passwordLogin(address)
const refused = { status: 401, body: { code: 'member_deactivated', mailSentTo: 'f*****@example.com' } }

describe('a flood of sign-ins to a paused account', () => {
  it('sends one mail when all come at once', async ({ stack }) => {
    const responses = await Promise.all(Array.from({ length: 10 }, () => tries(stack)))
    for (const response of responses) expect(response).toMatchObject(refused)
    expect(await tokensMailedTo(stack, address)).toHaveLength(1)
  })

  it('sends at most five mails a day, of which the flood was one, and the last one works', async ({
    stack,
  }) => {
    for (let time = 1; time <= 6; time += 1) {
      stack.advanceClock(900)
      expect(await tries(stack)).toMatchObject(refused)
    }
    expect(await tokensMailedTo(stack, address)).toHaveLength(5)
    expect((await comeBack(stack, await tokenMailedTo(stack, address))).status).toBe(200)
  })
})
