import { expect } from 'vitest'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { writesNothing } from './nothing-written.ts'

/*
 * Mallory finds the address of a finished callback in a history or a log, with the browser's cookies, and opens it
 * again. Or she reuses the finished visit with a fresh code.
 * Defence: a visit has its effect once. The mark of its use is written under the condition that it is absent, in the
 * transaction of the effect, so a second use changes nothing, even with everything of the first one.
 */
const it = testWithStack()

it('has one effect for the same callback, though the browser kept its cookie', async ({ stack }) => {
  const minji = visitor(stack)
  await minji.startRedirect()
  const address = minji.consent('minji')
  const cookie = minji.cookies.header()
  const first = await minji.call('GET', address)
  expect(first.status).toBe(302)

  // The browser itself is sent on with the ticket that it has.
  const repeated = await writesNothing(stack, () => minji.call('GET', address))
  expect(repeated.headers.get('location')).toBe(first.headers.get('location'))
  // The cookie of before the callback is worth nothing any more, and another browser has none.
  const kept = await writesNothing(stack, () => visitor(stack).call('GET', address, { headers: { cookie } }))
  expect(kept).toMatchObject({ status: 409, body: { code: 'token_used' } })
  const other = await writesNothing(stack, () => visitor(stack).call('GET', address))
  expect(other).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
  // The effect of the first use is not harmed.
  expect((await minji.redeemAt(first)).body['outcome']).toBe('registration_required')
})

it('does not accept another code in a finished redirect visit', async ({ stack }) => {
  const minji = visitor(stack)
  await minji.startRedirect()
  const cookie = minji.cookies.header()
  expect((await minji.arrive('minji')).status).toBe(302)
  const fresh = minji.consent('minji')
  const response = await writesNothing(stack, () => minji.call('GET', fresh, { headers: { cookie } }))
  expect(response).toMatchObject({ status: 409, body: { code: 'token_used' } })
})

it('does not accept the same code twice in a direct visit', async ({ stack }) => {
  const minji = visitor(stack)
  await minji.startDirect()
  const brought = providerAnswerIn(minji.consent('minji'))
  expect((await minji.finishDirect(brought)).status).toBe(200)
  const again = await writesNothing(stack, () => minji.finishDirect(brought))
  expect(again).toMatchObject({ status: 400, body: { code: 'provider_grant_invalid' } })
})

it('does not accept another code in a finished direct visit', async ({ stack }) => {
  const minji = visitor(stack)
  await minji.startDirect()
  expect((await minji.finishDirect(providerAnswerIn(minji.consent('minji')))).status).toBe(200)
  const fresh = providerAnswerIn(minji.consent('minji'))
  const response = await writesNothing(stack, () => minji.finishDirect(fresh))
  expect(response).toMatchObject({ status: 409, body: { code: 'token_used' } })
})

it('accepts a refusal at the provider once as well', async ({ stack }) => {
  const minji = visitor(stack)
  await minji.startRedirect()
  const cookie = minji.cookies.header()
  const denied = minji.consent('sora', { cancel: true })
  expect((await minji.call('GET', denied)).status).toBe(302)
  const again = await writesNothing(stack, () => minji.call('GET', denied, { headers: { cookie } }))
  expect(again).toMatchObject({ status: 409, body: { code: 'token_used' } })
})

it('accepts a ticket once', async ({ stack }) => {
  const minji = visitor(stack)
  await minji.startRedirect()
  const arrived = await minji.arrive('minji')
  expect((await minji.redeemAt(arrived)).status).toBe(200)
  const again = await writesNothing(stack, () => minji.redeemAt(arrived))
  expect(again).toMatchObject({ status: 400, body: { code: 'invalid_ticket' } })
})
