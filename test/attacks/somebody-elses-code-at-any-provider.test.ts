import { describe, expect } from 'vitest'
import { providerIds } from '../../lib/domain/values/identity.ts'
import { castsOf, tokenPaths } from '../support/accounts.ts'
import { textIn } from '../support/read-response.ts'
import { providerAnswerIn, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { kindsIn, writesNothing } from './nothing-written.ts'

/*
 * Minji's code leaks before or after its use. Or Mallory removes the challenge from the address before Minji follows
 * it, so the code asks for no verifier (RFC 9700, sections 4.5 and 4.8.2). She brings the code to an own visit, to
 * sign in as Minji.
 * Defence: every visit has its own verifier for the provider, and always shows it. A provider that expects none for
 * such a code refuses one that is shown, and a code works once. Apple knows no verifier: there the nonce in the signed
 * id_token that comes for the code does the same.
 */

const it = testWithStack({
  casts: castsOf([
    { key: 'minji', name: '김민지', email: 'minji@example.com' },
    { key: 'mallory', name: '맬로리', email: 'mallory@example.com' },
  ]),
})

const refused = { status: 400, body: { code: 'provider_grant_invalid' } }

describe.each(providerIds)('at %s', (provider) => {
  const at = (stack: TestStack, client: 'web' | 'app' = 'app') => visitor(stack, { client, provider })
  const standIn = (stack: TestStack) => stack.standIns[provider]
  /** What ties a code to its visit in the address of the provider's page. */
  const binding = provider === 'apple' ? ['nonce'] : ['code_challenge', 'code_challenge_method']
  const hasVerifier = provider !== 'apple'
  const shown = (stack: TestStack) =>
    standIn(stack).requests.findLast(({ path }) => path === tokenPaths[provider])?.params['code_verifier']
  it.beforeAll(async ({ stack }) => {
    const minji = at(stack)
    const { body } = await minji.direct('minji')
    if (body['outcome'] === 'registration_required') await minji.register()
    else await minji.continueAsNew().then(() => minji.register({ name: provider }))
  })

  async function leaked(stack: TestStack, client: 'web' | 'app' = 'app'): Promise<unknown> {
    const minji = at(stack, client)
    await (client === 'web' ? minji.startRedirect() : minji.startDirect())
    return providerAnswerIn(minji.consent('minji'))['code']
  }

  it('a code of another visit is worthless, directly', async ({ stack }) => {
    const mallory = at(stack)
    const state = textIn(await mallory.startDirect(), 'state')
    const code = await leaked(stack)
    expect(await writesNothing(stack, () => mallory.finishDirect({ code, state }))).toMatchObject(refused)
    expect(/^[\w-]{43}$/.test(shown(stack) ?? '')).toBe(hasVerifier)
  })

  it('a code of another visit is worthless through a browser', async ({ stack }) => {
    const mallory = at(stack, 'web')
    await mallory.startRedirect()
    const address = new URL(mallory.consent('mallory'))
    address.searchParams.set('code', String(await leaked(stack, 'web')))
    const sessions = (await kindsIn(stack))['session']
    expect(await mallory.redeemAt(await mallory.comeBack(address.href))).toMatchObject(refused)
    expect((await kindsIn(stack))['session']).toBe(sessions)
  })

  it('a used code is worthless in another visit', async ({ stack }) => {
    const minji = at(stack)
    await minji.startDirect()
    const brought = providerAnswerIn(minji.consent('minji'))
    await minji.finishDirect(brought)
    const mallory = at(stack)
    const state = textIn(await mallory.startDirect(), 'state')
    const again = () => mallory.finishDirect({ code: brought['code'], state })
    expect(await writesNothing(stack, again)).toMatchObject(refused)
  })

  it('the same visit, finished ten times at once, signs in once', async ({ stack }) => {
    const minji = at(stack)
    await minji.startDirect()
    const brought = providerAnswerIn(minji.consent('minji'))
    const responses = await Promise.all(Array.from({ length: 10 }, () => minji.finishDirect(brought)))
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(responses.every(({ status }) => [200, 400, 409].includes(status))).toBe(true)
  })

  it('a removed challenge or nonce makes the code worthless', async ({ stack }) => {
    const minji = at(stack)
    await minji.startDirect()
    const stripped = new URL(minji.authorizationUrl)
    for (const name of binding) stripped.searchParams.delete(name)
    minji.authorizationUrl = stripped.href
    let brought: ReturnType<typeof providerAnswerIn>
    try {
      brought = providerAnswerIn(minji.consent('minji'))
    } catch (error) {
      // This provider does not even show a page for it.
      expect(String(error)).toMatch(/challenge|nonce/)
      return
    }
    expect(await writesNothing(stack, () => minji.finishDirect(brought))).toMatchObject(refused)
    expect(shown(stack)).toMatch(/^[\w-]{43}$/)
  })
})
