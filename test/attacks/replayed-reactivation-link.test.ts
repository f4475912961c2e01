import { describe, expect } from 'vitest'
import { comeBack, mailedToken, pause, pausedMember } from '../support/reactivation-steps.ts'
import type { Visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { type Ledger, testWithLedger } from './ledger.ts'

/*
 * Mallory finds an old reactivation mail, in a forwarded thread or an open mailbox. The member has used it long ago,
 * requested a newer one, or paused again since. Mallory opens the link once more, or twenty times at once.
 * Defence: the token must name the current deactivation and be its newest. The reactivation happens in the
 * transaction that ends the deactivation.
 */

const it = testWithLedger()
it.afterEach(({ ledger }) => ledger.isSound())

const used = { status: 409, body: { code: 'token_used' } }
const dead = { status: 401, body: { code: 'invalid_token' } }
const reactivations = async (ledger: Ledger): Promise<number> =>
  (await ledger.items('event')).filter(({ type }) => type === 'member.reactivated').length

async function mailed(stack: TestStack, address: string): Promise<{ who: Visitor; token: string }> {
  const who = await pausedMember(stack, address)
  return { who, token: await mailedToken(stack, who, address) }
}

describe('the link of a reactivation mail', () => {
  it('works once', async ({ stack, ledger }) => {
    const { token } = await mailed(stack, 'once@example.com')
    expect((await comeBack(stack, token)).status).toBe(200)
    expect(await ledger.unchangedBy(() => comeBack(stack, token))).toMatchObject(used)
  })

  it('works once when it is opened twenty times at once', async ({ stack, ledger }) => {
    const { token } = await mailed(stack, 'at-once@example.com')
    const before = await reactivations(ledger)
    const responses = await Promise.all(Array.from({ length: 20 }, () => comeBack(stack, token)))
    const statuses = responses.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect(await reactivations(ledger)).toBe(before + 1)
  })

  it('is dead once a newer mail is sent, and the newer one works', async ({ stack, ledger }) => {
    const { who, token } = await mailed(stack, 'newer@example.com')
    stack.advanceClock(60)
    const newer = await mailedToken(stack, who, 'newer@example.com')
    expect(newer).not.toBe(token)
    expect(await ledger.unchangedBy(() => comeBack(stack, token))).toMatchObject(dead)
    expect((await comeBack(stack, newer)).status).toBe(200)
    expect(await ledger.unchangedBy(() => comeBack(stack, token))).toMatchObject(dead)
  })

  it('never undoes a later deactivation, before or after its own mail', async ({ stack, ledger }) => {
    const address = 'again@example.com'
    const { who, token } = await mailed(stack, address)
    await comeBack(stack, token)
    stack.advanceClock(60)
    expect((await who.passwordLogin(address)).status).toBe(200)
    expect((await pause(who)).status).toBe(204)
    expect(await ledger.unchangedBy(() => comeBack(stack, token))).toMatchObject(used)
    const newer = await mailedToken(stack, who, address)
    expect(await ledger.unchangedBy(() => comeBack(stack, token))).toMatchObject(dead)
    expect((await comeBack(stack, newer)).status).toBe(200)
  })

  it('is dead a day later', async ({ stack, ledger }) => {
    const { token } = await mailed(stack, 'a-day@example.com')
    stack.advanceClock(86_400)
    expect(await ledger.unchangedBy(() => comeBack(stack, token))).toMatchObject(dead)
  })
})
