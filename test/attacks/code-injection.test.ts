import { describe, expect } from 'vitest'
import { textIn } from '../support/read-response.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { kindsIn, writesNothing } from './nothing-written.ts'

/*
 * Minji's code leaks from a log or a referrer before its use. Mallory starts an own visit and brings Minji's code, to
 * sign in as Minji (RFC 9700, section 4.5).
 * Defence: every visit has its own verifier for the provider, which refuses a code with another challenge. The nonce
 * binds a signed id_token to its visit in the same way.
 */
const it = testWithStack()
it.beforeAll(async ({ stack }) => {
  // Minji is a member: her code would sign Mallory in as Minji.
  await visitor(stack).signUp('minji')
})

const refused = { status: 400, body: { code: 'provider_grant_invalid' } }
const lastTokenRequest = (stack: TestStack) =>
  stack.kakao.requests.findLast(({ path }) => path === '/oauth/token')

/** The unused code of a visit that Minji started. */
async function leakedCode(stack: TestStack, flow: 'redirect' | 'direct'): Promise<string> {
  const minji = visitor(stack)
  await (flow === 'redirect' ? minji.startRedirect() : minji.startDirect())
  return String(providerAnswerIn(minji.consent('minji'))['code'])
}

describe('a code of another person', () => {
  it('signs nobody in through a browser', async ({ stack }) => {
    const mallory = visitor(stack)
    await mallory.startRedirect()
    const address = new URL(mallory.consent('joon'))
    address.searchParams.set('code', await leakedCode(stack, 'redirect'))
    const arrived = await mallory.call('GET', address.href)
    expect(lastTokenRequest(stack)?.params).toMatchObject({ code: address.searchParams.get('code') })
    expect(lastTokenRequest(stack)?.params['code_verifier']).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await mallory.redeemAt(arrived)).toMatchObject(refused)
    expect(await kindsIn(stack)).toMatchObject({ member: 1, session: 1 })
  })

  it('signs nobody in directly', async ({ stack }) => {
    const mallory = visitor(stack)
    const state = textIn(await mallory.startDirect(), 'state')
    const code = await leakedCode(stack, 'direct')
    const response = await writesNothing(stack, () => mallory.finishDirect({ code, state }))
    expect(response).toMatchObject(refused)
    expect(lastTokenRequest(stack)?.params['code_verifier']).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it('signs nobody in by a visit with another redirect URI', async ({ stack }) => {
    const mallory = visitor(stack, { client: 'app' })
    const state = textIn(await mallory.startDirect(), 'state')
    const code = await leakedCode(stack, 'direct')
    expect(await writesNothing(stack, () => mallory.finishDirect({ code, state }))).toMatchObject(refused)
  })

  it('is refused without the secret of the client, before the provider is called', async ({ stack }) => {
    const [minji, mallory] = [visitor(stack), visitor(stack)]
    await minji.startDirect()
    const brought = providerAnswerIn(minji.consent('minji'))
    // Mallory knows everything of the visit but the secret.
    mallory.transaction = minji.transaction
    const asked = stack.kakao.requests.length
    const response = await writesNothing(stack, () => mallory.finishDirect(brought))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    expect(stack.kakao.requests.length).toBe(asked)
    expect(await minji.finishDirect(brought)).toMatchObject({ status: 200, body: { outcome: 'signed_in' } })
  })
})

describe('an id_token of another person', () => {
  it('signs nobody in by a visit with another nonce', async ({ stack }) => {
    const [minji, mallory] = [visitor(stack), visitor(stack)]
    const nonce = textIn(await minji.startDirect(), 'nonce')
    const { idToken } = stack.kakao.nativeTokens('minji', { nonce })
    await mallory.startDirect()
    expect(await writesNothing(stack, () => mallory.finishDirect({ idToken }))).toMatchObject(refused)
    expect(await minji.finishDirect({ idToken })).toMatchObject({ body: { outcome: 'signed_in' } })
  })
})
