import { afterAll, beforeAll, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import { writesNothing } from './nothing-written.ts'

/*
 * Mallory finds the address of a finished callback in a history or a log, together with the browser's
 * cookies, and opens it again; or reuses the finished visit with a fresh code. A visit has its effect once:
 * that it was used is written under the condition that it was not, in the transaction of the effect itself,
 * so whatever comes second changes nothing, even with everything that the first one had.
 */
let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.stop())

it('does not hear the same callback twice, though the browser kept its cookie', async () => {
  const minji = visitor(house)
  await minji.startRedirect()
  const address = minji.consent('minji')
  const cookie = minji.cookies.header()
  const first = await minji.call('GET', address)
  expect(first.status).toBe(302)
  expect(minji.cookies.has(/^__Host-ieum-visit-/)).toBe(false)

  const gone = await writesNothing(house, () => minji.call('GET', address))
  expect(gone).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
  const kept = await writesNothing(house, () => minji.call('GET', address, { headers: { cookie } }))
  expect(kept).toMatchObject({ status: 409, body: { code: 'token_used' } })
  // What the first one brought is not harmed.
  expect((await minji.redeemAt(first)).body['outcome']).toBe('registration_required')
})

it('does not hear another code in a redirect visit that is over', async () => {
  const minji = visitor(house)
  await minji.startRedirect()
  const cookie = minji.cookies.header()
  expect((await minji.arrive('minji')).status).toBe(302)
  const fresh = minji.consent('minji')
  const answer = await writesNothing(house, () => minji.call('GET', fresh, { headers: { cookie } }))
  expect(answer).toMatchObject({ status: 409, body: { code: 'token_used' } })
})

it('does not hear the same code twice in a direct visit', async () => {
  const minji = visitor(house)
  await minji.startDirect()
  const brought = providerAnswerIn(minji.consent('minji'))
  expect((await minji.finishDirect(brought)).status).toBe(200)
  const again = await writesNothing(house, () => minji.finishDirect(brought))
  expect(again).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
})

it('does not hear another code in a direct visit that is over', async () => {
  const minji = visitor(house)
  await minji.startDirect()
  expect((await minji.finishDirect(providerAnswerIn(minji.consent('minji')))).status).toBe(200)
  const fresh = providerAnswerIn(minji.consent('minji'))
  const answer = await writesNothing(house, () => minji.finishDirect(fresh))
  expect(answer).toMatchObject({ status: 409, body: { code: 'token_used' } })
})

it('takes a refusal at the provider once as well', async () => {
  const minji = visitor(house)
  await minji.startRedirect()
  const cookie = minji.cookies.header()
  const denied = minji.consent('sora', { cancel: true })
  expect((await minji.call('GET', denied)).status).toBe(302)
  const again = await writesNothing(house, () => minji.call('GET', denied, { headers: { cookie } }))
  expect(again).toMatchObject({ status: 409, body: { code: 'token_used' } })
})

it('takes a ticket once', async () => {
  const minji = visitor(house)
  await minji.startRedirect()
  const arrived = await minji.arrive('minji')
  expect((await minji.redeemAt(arrived)).status).toBe(200)
  const again = await writesNothing(house, () => minji.redeemAt(arrived))
  expect(again).toMatchObject({ status: 400, body: { code: 'invalid_ticket' } })
})
