import { describe, expect } from 'vitest'
import { textIn } from '../support/read-response.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'
import { claimsFor, type Seal, testWithSeal } from './sealed-visit.ts'

/*
 * A visit that started at one provider ends at the callback of another, so a code of a dishonest provider is redeemed
 * at an honest one or the other way round (mix-up, RFC 9700, section 4.4). Or a visit for a browser ends in a
 * program, which needs no cookie.
 * Defence: the sealed OAuth request names provider and flow, and a callback opens only its own, before any call.
 */
const it = testWithSeal()

const refused = { status: 400, body: { code: 'invalid_transaction' } }

/** Runs an attack that must end before any write and any call. */
const inVain = <Result>(stack: TestStack, attack: () => Promise<Result>) =>
  writesNothing(stack, () => asksNobody(stack, attack))

describe('a visit of one flow', () => {
  it('does not end as a direct visit when it started in a browser', async ({ stack }) => {
    const mallory = visitor(stack)
    await mallory.startRedirect()
    const [sealed = ''] = Object.values(mallory.cookies.all())
    mallory.transaction = sealed
    const brought = providerAnswerIn(mallory.consent('minji'))
    expect(await inVain(stack, () => mallory.finishDirect(brought))).toMatchObject(refused)
    // The visit is valid: at its own callback it ends well.
    expect((await mallory.finishRedirect('minji')).status).toBe(200)
  })

  it('does not end in a browser when it started as a direct visit', async ({ stack }) => {
    const mallory = visitor(stack)
    const state = textIn(await mallory.startDirect(), 'state')
    const { code } = providerAnswerIn(mallory.consent('minji'))
    const cookie = `__Host-ieum-visit-${state.slice(0, 16)}=${mallory.transaction}`
    const path = `/callback/kakao?${new URLSearchParams({ code: String(code), state })}`
    const response = await inVain(stack, () => mallory.call('GET', path, { headers: { cookie } }))
    expect(response).toMatchObject(refused)
    expect(await mallory.finishDirect({ code, state })).toMatchObject({ status: 200 })
  })
})

describe('a visit that was sealed for a provider', () => {
  async function finishDirectly(seal: Seal, mallory: Visitor, changes: Readonly<Record<string, unknown>>) {
    const { claims, authorizationUrl } = claimsFor(mallory, 'direct')
    mallory.transaction = await seal({ ...claims, ...changes })
    mallory.authorizationUrl = authorizationUrl
    const brought = providerAnswerIn(mallory.consent('minji'))
    return () => mallory.finishDirect(brought)
  }

  async function finishInBrowser(seal: Seal, mallory: Visitor, changes: Readonly<Record<string, unknown>>) {
    const { claims, authorizationUrl } = claimsFor(mallory, 'redirect')
    const cookie = `__Host-ieum-visit-${claims.state.slice(0, 16)}=${await seal({ ...claims, ...changes })}`
    mallory.authorizationUrl = authorizationUrl
    const address = mallory.consent('minji')
    return () => mallory.call('GET', address, { headers: { cookie } })
  }

  it('ends at the callback of that provider', async ({ stack, seal }) => {
    const mallory = visitor(stack)
    expect((await (await finishDirectly(seal, mallory, {}))()).status).toBe(200)
    expect((await (await finishInBrowser(seal, mallory, {}))()).status).toBe(302)
  })

  it.for(['google', 'naver', 'KAKAO', '', ['kakao'], null, undefined])(
    'does not end at the callback of Kakao when it names %s',
    async (provider, { stack, seal }) => {
      const mallory = visitor(stack)
      expect(await inVain(stack, await finishDirectly(seal, mallory, { provider }))).toMatchObject(refused)
      expect(await inVain(stack, await finishInBrowser(seal, mallory, { provider }))).toMatchObject(refused)
    },
  )

  it.for(['kakao2', 'KAKAO', 'kakao%2F', '__proto__', 'constructor'])(
    'does not end at /callback/%s when it names Kakao',
    async (provider, { stack }) => {
      const mallory = visitor(stack)
      await mallory.startDirect()
      const brought = providerAnswerIn(mallory.consent('minji'))
      const body = { transaction: mallory.transaction, codeVerifier: mallory.secret.codeVerifier, ...brought }
      const response = await inVain(stack, () => mallory.call('POST', `/callback/${provider}`, { body }))
      expect(response).toMatchObject({ status: 404, body: { code: 'not_found' } })
    },
  )
})
