import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { comeBack, mailedToken, pause, pausedMember } from '../support/reactivation-steps.ts'
import type { Visitor } from '../support/steps.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Mallory finds an old reactivation mail, in a forwarded thread or an open mailbox. The member has used it long ago,
 * requested a newer one, or paused again since. Mallory opens the link once more, or twenty times at once.
 * Defence: the token must name the current deactivation and be its newest. The reactivation happens in the
 * transaction that ends the deactivation.
 */

let house: TestHouse
let ledger: Ledger
beforeAll(async () => {
  house = await openHouse()
  ledger = ledgerOf(house)
})
afterEach(() => ledger.isSound())
afterAll(() => house.stop())

const used = { status: 409, body: { code: 'token_used' } }
const dead = { status: 401, body: { code: 'invalid_token' } }
const reactivations = async (): Promise<number> =>
  (await ledger.items('event')).filter(({ type }) => type === 'member.reactivated').length

async function mailed(address: string): Promise<{ who: Visitor; token: string }> {
  const who = await pausedMember(house, address)
  return { who, token: await mailedToken(house, who, address) }
}

describe('the link of a reactivation mail', () => {
  it('works once', async () => {
    const { token } = await mailed('once@example.com')
    expect((await comeBack(house, token)).status).toBe(200)
    expect(await ledger.unchangedBy(() => comeBack(house, token))).toMatchObject(used)
  })

  it('works once when it is opened twenty times at once', async () => {
    const { token } = await mailed('at-once@example.com')
    const before = await reactivations()
    const answers = await Promise.all(Array.from({ length: 20 }, () => comeBack(house, token)))
    const statuses = answers.map(({ status }) => status).toSorted()
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
    expect(await reactivations()).toBe(before + 1)
  })

  it('is dead once a newer mail is sent, and the newer one works', async () => {
    const { who, token } = await mailed('newer@example.com')
    house.advanceClock(60)
    const newer = await mailedToken(house, who, 'newer@example.com')
    expect(newer).not.toBe(token)
    expect(await ledger.unchangedBy(() => comeBack(house, token))).toMatchObject(dead)
    expect((await comeBack(house, newer)).status).toBe(200)
    expect(await ledger.unchangedBy(() => comeBack(house, token))).toMatchObject(dead)
  })

  it('never undoes a later deactivation, before or after its own mail', async () => {
    const address = 'again@example.com'
    const { who, token } = await mailed(address)
    await comeBack(house, token)
    house.advanceClock(60)
    expect((await who.passwordLogin(address)).status).toBe(200)
    expect((await pause(who)).status).toBe(204)
    expect(await ledger.unchangedBy(() => comeBack(house, token))).toMatchObject(used)
    const newer = await mailedToken(house, who, address)
    expect(await ledger.unchangedBy(() => comeBack(house, token))).toMatchObject(dead)
    expect((await comeBack(house, newer)).status).toBe(200)
  })

  it('is dead a day later', async () => {
    const { token } = await mailed('a-day@example.com')
    house.advanceClock(86_400)
    expect(await ledger.unchangedBy(() => comeBack(house, token))).toMatchObject(dead)
  })
})
