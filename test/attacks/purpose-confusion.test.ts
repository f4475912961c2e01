import { v7 } from 'uuid'
import { expect } from 'vitest'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { asksNobody, kindsIn, writesNothing } from './nothing-written.ts'
import { claimsFor, testWithSeal } from './sealed-visit.ts'

/*
 * Mallory starts a plain sign-in and finishes it as an act that changes Minji's account or renews her presence. Or
 * she starts an act that needs a signed-in member without one.
 * Defence: the purpose is sealed at the start. No later request can name one, and strangers can start no other
 * purpose.
 */
const it = testWithSeal()

const inVain = <Result>(stack: TestStack, attack: () => Promise<Result>) =>
  writesNothing(stack, () => asksNobody(stack, attack))

it.for(['link', 'reauth', 'merge', 'LOGIN', '', null, ['login'], { login: true }])(
  'starts no visit for a stranger with the purpose %j',
  async (intent, { stack }) => {
    const mallory = visitor(stack)
    const body = { clientId: 'web', codeChallenge: mallory.secret.codeChallenge, intent }
    const response = await inVain(stack, () => mallory.call('POST', '/login/kakao', { body }))
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
    expect(response.body).not.toHaveProperty('transaction')
  },
)

it.for(['link', 'reauth'])(
  'finishes a sign-in as a sign-in, though the callback says %s',
  async (intent, { stack }) => {
    const mallory = visitor(stack)
    await mallory.startDirect()
    const brought = providerAnswerIn(mallory.consent('minji'))
    expect(await inVain(stack, () => mallory.finishDirect({ ...brought, intent }))).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/intent' }] },
    })

    await mallory.startRedirect({ intent })
    const address = `${mallory.consent('minji')}&intent=${intent}`
    const response = await mallory.redeemAt(await mallory.call('GET', address))
    expect(response.body['outcome']).toBe('registration_required')
  },
)

it.for([
  null,
  'link',
  { intent: 'link' },
  { intent: 'merge', memberId: v7(), sessionId: v7() },
  { intent: 'link', memberId: 'everybody', sessionId: v7() },
  { intent: 'reauth', memberId: v7(), sessionId: null },
])('does not open a visit that is sealed for the purpose %j', async (member, { stack, seal }) => {
  const mallory = visitor(stack)
  const { claims, authorizationUrl } = claimsFor(mallory, 'direct')
  mallory.transaction = await seal({ ...claims, visitor: member })
  mallory.authorizationUrl = authorizationUrl
  const brought = providerAnswerIn(mallory.consent('minji'))
  const response = await inVain(stack, () => mallory.finishDirect(brought))
  expect(response).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
})

it('makes no member of a person who only signed in at the provider', async ({ stack }) => {
  expect(await kindsIn(stack)).not.toHaveProperty('member')
})
