import { describe, expect } from 'vitest'
import { visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'

/*
 * Mallory signs in at the provider as herself, stops before her browser follows the redirect, and lures Minji into
 * opening that address. Minji would continue in Mallory's account and leave her data there (RFC 9700, section 4.7).
 * Defence: a cookie of Mallory's browser, named after the state, holds the visit. A browser without the cookie is
 * told that it did not start this sign-in, before the provider is called. The same holds one step later for the
 * ticket.
 */
const it = testWithStack()

const html = { headers: { accept: 'text/html' } }

describe('a callback address of another person', () => {
  it('signs nobody in without a visit', async ({ stack }) => {
    const mallory = visitor(stack)
    await mallory.startRedirect()
    const address = mallory.consent('minji')
    const response = await writesNothing(stack, () =>
      asksNobody(stack, () => visitor(stack).call('GET', address)),
    )
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    expect(response.headers.get('location')).toBeNull()
    expect(response.headers.getSetCookie()).toEqual([])
  })

  it('signs nobody in with another visit', async ({ stack }) => {
    const [mallory, minji] = [visitor(stack), visitor(stack)]
    await mallory.startRedirect()
    await minji.startRedirect()
    const address = mallory.consent('minji')
    const response = await writesNothing(stack, () => asksNobody(stack, () => minji.call('GET', address)))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    // The visit of that person is not harmed either.
    expect(await minji.finishRedirect('minji')).toMatchObject({ status: 200 })
  })

  it('shows a plain page that repeats nothing and leads nowhere', async ({ stack }) => {
    const mallory = visitor(stack)
    await mallory.startRedirect()
    const response = await visitor(stack).call('GET', mallory.consent('minji'), html)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(response.text).not.toMatch(/<script|<a |<form|http-equiv|code=|state=/)
  })
})

describe('an address with a ticket of another person', () => {
  it('is worthless in another browser', async ({ stack }) => {
    const [mallory, minji] = [visitor(stack), visitor(stack)]
    await mallory.startRedirect()
    const { headers } = await mallory.arrive('minji')
    const ticket = new URL(headers.get('location') ?? '').searchParams.get('ticket') ?? ''
    expect(ticket).not.toBe('')
    // Even a client that shows Mallory's own secret lacks the cookie.
    minji.secret = mallory.secret
    expect(await minji.redeem(ticket)).toMatchObject({ status: 400, body: { code: 'invalid_ticket' } })
    // The guess burnt the ticket for Mallory as well.
    expect(await mallory.redeem(ticket)).toMatchObject({ status: 400, body: { code: 'invalid_ticket' } })
  })
})
