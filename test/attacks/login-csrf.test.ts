import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openHouse, type TestHouse } from '../support/house.ts'
import { visitor } from '../support/steps.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'

/*
 * Mallory signs in at the provider as herself, stops before her browser follows the provider's redirect, and
 * lures Minji into opening that address. If it worked, Minji would go on in Mallory's account and leave her
 * data there (RFC 9700, section 4.7). The visit is in a cookie of Mallory's browser, which is named after the
 * state: a browser without it is told that it did not start here, before the provider is asked anything. The
 * same holds one step later for the ticket.
 */
let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.stop())

const html = { headers: { accept: 'text/html' } }

describe('an address of a callback that belongs to somebody else', () => {
  it('signs nobody in who has no visit', async () => {
    const mallory = visitor(house)
    await mallory.startRedirect()
    const address = mallory.consent('minji')
    const answer = await writesNothing(house, () =>
      asksNobody(house, () => visitor(house).call('GET', address)),
    )
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    expect(answer.headers.get('location')).toBeNull()
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it('signs nobody in who has a visit of their own', async () => {
    const [mallory, minji] = [visitor(house), visitor(house)]
    await mallory.startRedirect()
    await minji.startRedirect()
    const address = mallory.consent('minji')
    const answer = await writesNothing(house, () => asksNobody(house, () => minji.call('GET', address)))
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    // Nor is the visit harmed that the person started.
    expect(await minji.finishRedirect('minji')).toMatchObject({ status: 200 })
  })

  it('shows a person a plain page that repeats nothing and leads nowhere', async () => {
    const mallory = visitor(house)
    await mallory.startRedirect()
    const answer = await visitor(house).call('GET', mallory.consent('minji'), html)
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(answer.text).not.toMatch(/<script|<a |<form|http-equiv|code=|state=/)
  })
})

describe('an address with a ticket that belongs to somebody else', () => {
  it('is worth nothing in another browser', async () => {
    const [mallory, minji] = [visitor(house), visitor(house)]
    await mallory.startRedirect()
    const { headers } = await mallory.arrive('minji')
    const ticket = new URL(headers.get('location') ?? '').searchParams.get('ticket') ?? ''
    expect(ticket).not.toBe('')
    // Even a client that was made to show Mallory's own secret has not the cookie beside it.
    minji.secret = mallory.secret
    expect(await minji.redeem(ticket)).toMatchObject({ status: 400, body: { code: 'invalid_ticket' } })
    // The guess has burnt it for Mallory as well.
    expect(await mallory.redeem(ticket)).toMatchObject({ status: 400, body: { code: 'invalid_ticket' } })
  })
})
