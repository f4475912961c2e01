import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { comeBack, mailedToken, pausedMember } from '../support/reactivation-steps.ts'
import { visitor } from '../support/steps.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Mallory reads somebody's mail and opens the link of a reactivation mail, hoping to be signed in by it, or to bring
 * a session back to life that was stolen before the member paused.
 *
 * What stops it: the link opens the account and nothing else. It gives no session, no token and no cookie, says
 * nothing about the member, and every session from before the pause stays dead.
 */

const address = 'minji@example.com'
let house: TestHouse
let ledger: Ledger
beforeAll(async () => {
  house = await openHouse()
  ledger = ledgerOf(house)
})
afterAll(async () => {
  await ledger.isSound()
  await house.stop()
})

describe('the link of a reactivation mail', () => {
  it('signs nobody in, and brings no old session back', async () => {
    const stolen = await pausedMember(house, address)
    const token = await mailedToken(house, visitor(house), address)
    const sessions = await ledger.count('session')
    const answer = await comeBack(house, token)
    expect(answer.body).toEqual({ outcome: 'reactivated' })
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(await ledger.count('session')).toBe(sessions)
    expect((await stolen.refresh()).status).toBe(401)
    expect((await stolen.me()).status).toBe(401)
    const { status } = await visitor(house).call('GET', '/me', { bearer: token })
    expect(status).toBe(401)
  })

  it('gives the right way in nothing to wait for', async () => {
    expect((await visitor(house).passwordLogin(address)).status).toBe(200)
  })
})
