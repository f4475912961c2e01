import { describe, expect } from 'vitest'
import { type ProviderId, providerIds } from '../../lib/domain/values/identity.ts'
import type { TestResponse } from '../support/caller.ts'
import { providerAnswerIn, type Visitor, visitor } from '../support/steps.ts'
import type { TestStack } from '../support/test-stack.ts'
import { testWithStack } from '../support/test-with-stack.ts'
import { asksNobody, writesNothing } from './nothing-written.ts'

/*
 * Apple's page posts its response to our callback as a form, so the visit's cookie goes along with what any site posts.
 * Minji has such a visit under way and opens Mallory's page, which posts a form to the callback: with the code and the
 * state of Mallory's own sign-in, with Minji's state and Mallory's code, or with a name and an address in `user`.
 * Defence: the state names the cookie, so a form without Minji's own state finds no visit; a code of another visit
 * brings an id_token with another nonce; `user` proves nothing. Forms are read at the callback of such a provider alone.
 */
const it = testWithStack({ environment: { IEUM_POLICY: '{}' } })

const at = (stack: TestStack, provider: ProviderId = 'apple') => visitor(stack, { provider })
function formOf(fields: Readonly<Record<string, unknown>>): URLSearchParams {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) form.set(name, String(value))
  return form
}

/** What Mallory's page makes a browser post. */
const post = (
  browser: Visitor,
  fields: Readonly<Record<string, unknown>>,
  provider: ProviderId = 'apple',
): Promise<TestResponse> => browser.call('POST', `/callback/${provider}`, { form: formOf(fields) })

async function started(stack: TestStack, provider: ProviderId = 'apple'): Promise<Visitor> {
  const visit = at(stack, provider)
  await visit.startRedirect()
  return visit
}

describe('a form that another site posts', () => {
  it('with a sign-in of its own signs nobody in, and sets no cookie', async ({ stack }) => {
    const [mallory, minji] = [await started(stack), await started(stack)]
    const own = providerAnswerIn(mallory.consent('byeolha'))
    const response = await writesNothing(stack, () => asksNobody(stack, () => post(minji, own)))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_transaction' } })
    expect(response.headers.getSetCookie()).toEqual([])
    expect(await minji.finishRedirect('jiho')).toMatchObject({ status: 200 })
  })

  it('with the right state and a code of its own is refused by the nonce', async ({ stack }) => {
    const [mallory, minji] = [await started(stack), await started(stack)]
    const { code } = providerAnswerIn(mallory.consent('daon'))
    const { state } = providerAnswerIn(minji.consent('sumin'))
    const response = await post(minji, { code, state })
    expect(response.status).toBe(302)
    expect(await minji.redeemAt(response)).toMatchObject({
      status: 400,
      body: { code: 'provider_grant_invalid' },
    })
  })

  it('brings no address, and no name that leads to anybody', async ({ stack }) => {
    const minji = await started(stack)
    const brought = providerAnswerIn(minji.consent('sumin'))
    const user = JSON.stringify({
      name: { firstName: '수진', lastName: '서' },
      email: 'sujin.seo@example.com',
    })
    const response = await post(minji, { ...brought, user })
    expect((await minji.redeemAt(response)).body).toMatchObject({
      outcome: 'registration_required',
      profile: { email: expect.stringContaining('@privaterelay.appleid.com'), emailVerified: false },
    })
  })

  it.for([
    ['a code and an error', { error: 'user_cancelled_authorize' }],
    ['a name that is too long', { user: 'x'.repeat(3_000) }],
  ] as const)('with %s is refused before Apple is asked', async ([_, more], { stack }) => {
    const minji = await started(stack)
    const brought = providerAnswerIn(minji.consent('jiho'))
    const response = await asksNobody(stack, () => post(minji, { ...brought, ...more }))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it('with a field twice is refused, since two readers could pick different values', async ({ stack }) => {
    const minji = await started(stack)
    const form = formOf(providerAnswerIn(minji.consent('jiho')))
    form.append('code', 'another')
    const response = await asksNobody(stack, () => minji.call('POST', '/callback/apple', { form }))
    expect(response).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  })

  it.for(providerIds.filter((id) => id !== 'apple'))(
    'is read at no other callback: %s',
    async (provider, { stack }) => {
      const minji = await started(stack, provider)
      const state = new URL(minji.authorizationUrl).searchParams.get('state')
      const response = await writesNothing(stack, () =>
        asksNobody(stack, () => post(minji, { code: 'made-up', state }, provider)),
      )
      expect(response).toMatchObject({ status: 415, body: { code: 'unsupported_media_type' } })
    },
  )
})
