import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limits } from '../../lib/domain/values/limits.ts'
import { bringAlong, correspondent } from '../support/address-steps.ts'
import { memberByEmail } from '../support/address-world.ts'
import { openHouse, type TestHouse } from '../support/house.ts'
import { atWindowStart } from './at-window-start.ts'

/*
 * Mallory tries passwords at an address until she is told to wait. If only members' tries were counted, the wait
 * itself would tell her that there is a member.
 *
 * What stops it: tries are counted by the identifier as it was written, in its normal form, before anybody looks
 * whether it leads to a member.
 */

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await bringAlong(house, memberByEmail('member@example.com'))
})
afterAll(() => house.stop())

/** The statuses of a whole run of wrong passwords, and how long one has to wait at its end. */
async function run(identifier: string) {
  const mallory = correspondent(house)
  const statuses: number[] = []
  let headers = new Headers()
  for (let tries = 0; tries <= limits.passwordPerIdentifier.max; tries += 1) {
    const answer = await mallory.byPassword(identifier, `wrong password ${tries}`)
    statuses.push(answer.status)
    headers = answer.headers
  }
  const wait = Number(headers.get('retry-after'))
  return { statuses, hasToWait: wait > 0 && wait <= limits.passwordPerIdentifier.windowSeconds }
}

describe('being told to wait', () => {
  it('happens at a member and at nobody after as many tries', async () => {
    atWindowStart(house)
    const member = await run('member@example.com')
    expect(member).toEqual({ statuses: [...Array(10).fill(401), 429], hasToWait: true })
    expect(await run('nobody@example.com')).toEqual(member)
  })

  it('does not end with another spelling of the same address', async () => {
    atWindowStart(house)
    await run('member@example.com')
    const mallory = correspondent(house)
    for (const spelling of ['MEMBER@example.com', 'member@EXAMPLE.com']) {
      expect((await mallory.byPassword(spelling, 'a wrong password')).status).toBe(429)
    }
  })
})
