import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { visitor } from '../support/steps.ts'
import { type Ledger, ledgerOf } from './ledger.ts'

/*
 * Minji leaves the form open on a shared computer and goes away. Whoever sits down there next sends it, hours
 * or days later. The row that the form belongs to may still be in the table then: DynamoDB forgets late.
 *
 * What stops it: the token says until when it is good, the row says so too, and both are compared with the
 * clock at the moment of use.
 */

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

const refused = { status: 401, body: { code: 'invalid_token' } }

describe('a register token', () => {
  it('is good for as long as it says', async () => {
    const minji = visitor(house)
    const { body } = await minji.redirect('minji')
    expect(body['expiresIn']).toBe(600)
    house.advanceClock(595)
    expect((await minji.register()).status).toBe(201)
  })

  it('is good for nothing a second later, while its row is still there', async () => {
    const eunbi = visitor(house)
    await eunbi.redirect('eunbi')
    house.advanceClock(601)
    expect(await ledger.unchangedBy(() => eunbi.register())).toMatchObject(refused)
    expect(await ledger.items('pending')).toContainEqual(expect.objectContaining({ state: 'open' }))
  })

  it('is good for nothing a month later', async () => {
    const eunbi = visitor(house)
    await eunbi.redirect('eunbi')
    house.advanceClock(30 * 86_400)
    expect(await ledger.unchangedBy(() => eunbi.register())).toMatchObject(refused)
  })

  it('that ran out is no reason not to begin again', async () => {
    const eunbi = visitor(house)
    expect((await eunbi.signUp('eunbi')).status).toBe(201)
  })
})
